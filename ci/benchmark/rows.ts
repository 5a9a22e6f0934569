import { type Summary, summarize } from "./statistics.ts";
import type { Row } from "./table.ts";

/** What was measured of one kind of engine: seconds, round by round. */
export type Seconds = Record<
	| "original"
	| "slipway"
	| "empty"
	| "originalChanged"
	| "slipwayChanged"
	| "originalReplaced",
	number[]
>;

type Summaries = Record<keyof Seconds, Summary>;

/** The lines of the table: Slipway beside the original in the same circumstances, and beside it on fresh daemons. */
export function makeRows(measured: { fresh: Seconds; kept: Seconds }): Row[] {
	const fresh = summarizeAll(measured.fresh);
	const kept = summarizeAll(measured.kept);
	return [
		...rowsOf("fresh", fresh, {}),
		...rowsOf("kept", kept, {
			unchanged: fresh.original,
			changed: fresh.originalChanged,
		}),
	];
}

function rowsOf(
	engine: "fresh" | "kept",
	of: Summaries,
	originalFresh: { unchanged?: Summary; changed?: Summary },
): Row[] {
	const row = (change: string, what: string, summary: Summary): Row => ({
		engine,
		change,
		what,
		summary,
	});
	const { empty } = of;
	const changed = "one line changed";
	return [
		row("unchanged", "original", of.original),
		{
			...row("unchanged", "Slipway", of.slipway),
			original: of.original,
			empty,
			originalFresh: originalFresh.unchanged,
		},
		row(changed, "original: the old code answers", of.originalChanged),
		row(changed, "original, Pod deleted first", of.originalReplaced),
		{
			...row(changed, "Slipway", of.slipwayChanged),
			original: of.originalChanged,
			empty,
			originalFresh: originalFresh.changed,
		},
		row("–", "empty function", empty),
	];
}

const summarizeAll = (seconds: Seconds): Summaries =>
	Object.fromEntries(
		Object.entries(seconds).map(([key, values]) => [key, summarize(values)]),
	) as Summaries;
