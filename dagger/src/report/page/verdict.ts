import type { ReleaseOutcome, ReleaseRecord } from "../../release/record.js";
import { type Html, html } from "./html.js";
import { formatSeconds } from "./time.js";

type Verdict = {
	tone: "good" | "bad" | "open";
	title: string;
	/** What is to be said where the record tells no failure. */
	sentence: string;
	next?: string;
};

const verdicts: Record<ReleaseOutcome, Verdict> = {
	deploying: {
		tone: "open",
		title: "Has not ended",
		sentence:
			"Its run still deploys, or was killed: something may be half done.",
		next: "dagger call status shows what runs and who deploys; if nobody does, deploy again",
	},
	deployed: {
		tone: "good",
		title: "Deployed",
		sentence: "What was applied is ready.",
	},
	superseded: {
		tone: "good",
		title: "Superseded",
		sentence: "It ran well, and a later release was deployed.",
	},
	failed: { tone: "bad", title: "Failed", sentence: "" },
	"rolled back": { tone: "bad", title: "Rolled back", sentence: "" },
};

const digest = /(@sha256:[0-9a-f]{12})[0-9a-f]{52}/g;

const marks = { good: "✓", bad: "✗", open: "…" };

/** How a release ended: the outcome, what failed, what runs now, and what to do. */
export function formatVerdict(record: ReleaseRecord): Html {
	const { outcome, failure, steps, wentBackTo } = record;
	const verdict = verdicts[outcome];
	const tone = failure ? "bad" : verdict.tone;
	const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
	const back = wentBackTo === undefined ? "" : ` to release ${wentBackTo}`;
	const what = failure?.what.replace(/^✗ \w+: /, "") ?? verdict.sentence;
	// Here the evidence stands below what to do.
	const next = failure
		? failure.next?.replace(" above", " below")
		: verdict.next;
	const now = (failure?.evidence ?? [])
		.filter(({ label }) => label === "now")
		.map(({ text }) => text.replace(digest, "$1…"));
	return html`<section class="verdict ${tone}" aria-labelledby="verdict">
<h2 id="verdict"><span class="mark">${marks[tone]}</span> ${verdict.title}${back}${
		steps.length > 0
			? html` <small>${outcome === "deploying" ? "so far " : "in "}${formatSeconds(seconds)}</small>`
			: ""
	}</h2>
<p class="what">${what}</p>
${
	now.length + (next ? 1 : 0) > 0
		? html`<dl>
${now.map((text) => html`<div><dt>Now</dt><dd>${text}</dd></div>\n`)}${next ? html`<div><dt>Next</dt><dd>${next}</dd></div>` : ""}
</dl>`
		: ""
}
</section>`;
}
