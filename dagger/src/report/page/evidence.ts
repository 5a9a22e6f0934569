import type { Line } from "../../failures/failure.js";
import type { ReleaseRecord } from "../../release/record.js";
import { type Html, html } from "./html.js";
import { formatMoment } from "./time.js";

/** What the verdict and the facts tell already. */
const toldElsewhere: Line["label"][] = ["image", "now"];

/** What shows why a run failed: what Kubernetes reports, then the log. */
export function formatEvidence({ failure }: ReleaseRecord): Html | undefined {
	const lines = (failure?.evidence ?? []).filter(
		({ label }) => !toldElsewhere.includes(label),
	);
	if (lines.length === 0) return undefined;
	const log = lines.filter(({ label }) => label === "log");
	const facts = lines.filter(({ label }) => label !== "log");
	return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
${facts.length > 0 ? formatFacts(facts) : ""}
${log.length > 0 ? formatLog(log.map(({ text }) => text)) : ""}
</section>`;
}

/** A crash is told at the end of a log. */
const lastLines = 12;

function formatLog(lines: string[]): Html {
	const show = (some: string[]) => html`<pre>${some.join("\n")}</pre>`;
	const before = lines.slice(0, -lastLines);
	return html`<h3>Log</h3>
${before.length > 0 ? html`<details><summary>${before.length} lines before</summary>${show(before)}</details>` : ""}
${show(lines.slice(-lastLines))}`;
}

function formatFacts(lines: Line[]): Html {
	const rows = lines.map(
		({ label, text, at }) =>
			html`<tr><th scope="row">${label}</th><td>${text}${at ? html` <small>${formatMoment(at)}</small>` : ""}</td></tr>
`,
	);
	return html`<table class="evidence">
<thead class="unseen"><tr><th scope="col">Source</th><th scope="col">What it says</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}
