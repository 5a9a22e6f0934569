import { createHash } from "node:crypto";
import type { ReleaseRecord } from "../../release/record.js";
import { formatOutcome } from "../history.js";
import { formatTimeline } from "./chart.js";
import { formatEvidence } from "./evidence.js";
import { formatFacts } from "./facts.js";
import { Html, html } from "./html.js";
import { formatObjects } from "./objects.js";
import { formatReleases } from "./releases.js";
import { style } from "./style.js";
import { formatVerdict } from "./verdict.js";

// A page may do nothing but show itself: no script, nothing fetched, no style but this one.
const hash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

/** A release for people who look: one page that needs nothing else. */
export function formatPage(
	record: ReleaseRecord,
	namespace: string,
	history: readonly ReleaseRecord[],
): string {
	const { app, number } = record;
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${app}: release ${number}, ${formatOutcome(record)}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<p>Release ${number}</p>
<h1>${app}</h1>
</header>
<main>
${formatVerdict(record)}
${formatEvidence(record)}
${formatFacts(record, namespace)}
${formatTimeline(record)}
${formatObjects(record)}
${formatReleases(history, number)}
</main>
<footer><p>Made by Slipway from what is on record in namespace ${namespace}.</p></footer>
</body>
</html>
`.markup;
}
