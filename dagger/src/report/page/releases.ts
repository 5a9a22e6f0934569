import { shortenId } from "../../input/commit.js";
import { findRunning, newestFirst } from "../../release/history.js";
import { isGood, type ReleaseRecord } from "../../release/record.js";
import { formatOutcome, shortenDigest } from "../history.js";
import { type Html, html } from "./html.js";
import { formatMoment } from "./time.js";

/** The releases of an app, the newest first, the one that runs and the one of this page marked. */
export function formatReleases(
	records: readonly ReleaseRecord[],
	number: number,
): Html | undefined {
	if (records.length === 0) return undefined;
	const running = findRunning(records);
	const rows = newestFirst(records).map((record) => {
		const { commit, image, by } = record;
		const isThis = record.number === number;
		return html`<tr${isThis ? html` aria-current="true"` : ""}><th scope="row">${record.number}</th><td>${formatMoment(record.startedAt)}</td><td>${formatMark(record)} ${formatOutcome(record)}${record === running ? html` <small>runs now</small>` : ""}</td><td>${by.trim() || "somebody"}</td><td><code>${commit ? shortenId(commit.id) : "–"}</code></td><td><code>${shortenDigest(image)}</code></td></tr>
`;
	});
	return html`<section aria-labelledby="history">
<h2 id="history">History</h2>
<table class="history">
<thead><tr>${["Release", "Started", "Outcome", "By", "Commit", "Image"].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</section>`;
}

function formatMark(record: ReleaseRecord): Html {
	if (record.outcome === "deploying") return html`<span class="open">…</span>`;
	return isGood(record)
		? html`<span class="good">✓</span>`
		: html`<span class="bad">✗</span>`;
}
