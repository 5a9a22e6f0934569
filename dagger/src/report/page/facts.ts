import type { ReleaseRecord } from "../../release/record.js";
import { listLinks } from "../links.js";
import { type Html, html } from "./html.js";
import { formatMoment } from "./time.js";

/** What was deployed, by whom and when. */
export function formatFacts(record: ReleaseRecord, namespace: string): Html {
	const { image, tags, commit, by, startedAt, endedAt } = record;
	const [first] = record.steps;
	const links = listLinks(record);
	const rows: [string, Html | undefined | ""][] = [
		["Image", html`<code>${image}</code>`],
		["Tags", tags.length > 0 ? html`${tags.join(", ")}` : ""],
		[
			"Commit",
			commit && html`<code>${commit.id}</code> of ${formatMoment(commit.time)}`,
		],
		["Deployed by", by && html`${by}`],
		["Namespace", html`${namespace}`],
		["Started", formatMoment(first?.startedAt ?? startedAt)],
		["Ended", endedAt && formatMoment(endedAt)],
		[
			"Links",
			links.length > 0
				? html`<ul>${links.map(({ label, url }) => html`<li><a href="${url}" rel="noreferrer">${label}</a></li>`)}</ul>`
				: "",
		],
	];
	return html`<section aria-labelledby="deployed">
<h2 id="deployed">What was deployed</h2>
<dl class="facts">
${rows.map(([name, value]) => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>\n` : ""))}</dl>
</section>`;
}
