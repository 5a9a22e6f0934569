import type { ReleaseRecord } from "../../release/record.js";
import { type Html, html } from "./html.js";
import { formatSeconds } from "./time.js";
import { type Bar, type Moment, makeTimeline } from "./timeline.js";

/** The timeline as a table whose middle column is drawn: text stays text, at any width. */
export function formatTimeline(record: ReleaseRecord): Html | undefined {
	const timeline = makeTimeline(record);
	const { seconds, steps, objects, pods, events } = timeline;
	if (steps.length === 0) return undefined;
	const share = (at: number) => `${round((100 * at) / (seconds || 1))}%`;
	const bars = (list: Bar[]) => list.map((bar) => formatBar(bar, share));
	return html`<section aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
<table class="timeline">
<thead><tr><th scope="col">What</th><th scope="col">${formatAxis(seconds, share)}</th><th scope="col">Took</th></tr></thead>
${formatGroup("Steps", bars(steps))}
${formatGroup("Objects, until ready", bars(objects), mostBars)}
${formatGroup("Pods, until ready; pale until their containers ran", bars(pods), mostBars)}
${formatGroup(
	"Events",
	events.map((event) => formatEvent(event, share)),
)}
</table>
</section>`;
}

/** More bars than these tell nothing more. */
const mostBars = 20;

type Share = (at: number) => string;

function formatGroup(title: string, rows: Html[], most = Infinity): Html {
	if (rows.length === 0) return html``;
	const count =
		rows.length > most ? `; the slowest ${most} of ${rows.length}` : "";
	return html`<tbody><tr class="group"><th scope="rowgroup" colspan="3">${title}${count}</th></tr>
${rows.slice(0, most)}</tbody>`;
}

const marks = { done: "", failed: "✗ ", open: "✗ " };
const endings = { done: "", failed: ", failed", open: ", not ready" };

function formatBar(bar: Bar, share: Share): Html {
	const { name, from, to, start = from, outcome } = bar;
	const took = formatSeconds(to - from);
	const told = `from ${formatSeconds(from)} to ${formatSeconds(to)}${endings[outcome]}`;
	const parts = [
		html`<rect class="track" width="100%" height="100%"/>`,
		start > from
			? html`<rect class="wait" x="${share(from)}" width="${share(start - from)}" height="100%"/>`
			: "",
		html`<rect class="bar" x="${share(start)}" width="${share(to - start)}" height="100%"/>`,
	];
	return html`<tr class="${outcome}"><th scope="row">${marks[outcome]}${name}</th><td><svg role="img" aria-label="${told}">${parts}</svg></td><td>${took}${outcome === "open" ? ", not ready" : ""}</td></tr>
`;
}

function formatEvent({ name, at }: Moment, share: Share): Html {
	const told = `after ${formatSeconds(at)}`;
	return html`<tr class="event"><th scope="row">${name}</th><td><svg role="img" aria-label="${told}"><rect class="track" width="100%" height="100%"/><circle cx="${share(at)}" cy="50%" r="4"/></svg></td><td>${told}</td></tr>
`;
}

const intervals = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

function formatAxis(seconds: number, share: Share): Html {
	const interval = intervals.find((one) => seconds / one <= 4) ?? seconds / 2;
	const count = Math.floor(seconds / interval);
	const ticks = Array.from({ length: count + 1 }, (_, index) => {
		const at = index * interval;
		const isLast = at > seconds * 0.94;
		const anchor = index === 0 ? "start" : isLast ? "end" : "middle";
		const label = at < 60 ? `${round(at)} s` : formatSeconds(at);
		return html`<text x="${share(at)}" y="75%" text-anchor="${anchor}">${label}</text>`;
	});
	return html`<span class="unseen">Seconds since the run began</span><svg class="axis" aria-hidden="true">${ticks}</svg>`;
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
