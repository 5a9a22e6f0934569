import { formatName } from "../../kubernetes/object.js";
import type { ReleaseRecord } from "../../release/record.js";
import { findFailure } from "../object-failure.js";
import { type Html, html } from "./html.js";
import { formatSeconds } from "./time.js";

const marks = {
	created: "+",
	configured: "~",
	recreated: "±",
	unchanged: "=",
	deleted: "−",
};

/** What was applied, made with it, and deleted: what became of each object, and how long it took. */
export function formatObjects(record: ReleaseRecord): Html | undefined {
	const { changes = {}, readySeconds } = record;
	const names = new Set([
		...record.objects.map(formatName),
		...Object.keys(changes),
	]);
	if (names.size === 0) return undefined;
	const rows = [...names].map((name) => {
		const space = name.indexOf(" ");
		const change = changes[name];
		const seconds = readySeconds[name];
		const failure = findFailure(record, name);
		const state = failure
			? html`<span class="bad">✗ not ready</span>`
			: seconds === undefined
				? "–"
				: html`<span class="good">✓</span> ${formatSeconds(seconds)}`;
		return html`<tr><th scope="row"><span class="kind">${name.slice(0, space)}</span> ${name.slice(space + 1)}</th><td>${change ? html`<span class="sign" aria-hidden="true">${marks[change]}</span> ${change}` : "–"}</td><td>${state}</td></tr>
`;
	});
	return html`<section aria-labelledby="objects">
<h2 id="objects">Objects <small>${names.size}</small></h2>
<table class="objects">
<thead><tr><th scope="col">Object</th><th scope="col">Change</th><th scope="col">Ready after</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</section>`;
}
