import { ratio, type Summary } from "./statistics.ts";

/** One line of the table: what was measured, and what it is compared with. */
export type Row = {
	engine: "kept" | "fresh";
	change: string;
	what: string;
	summary: Summary;
	/** The original pipeline, in the same circumstances and on fresh daemons. */
	original?: Summary;
	originalFresh?: Summary;
	/** An empty function on the same engine. */
	empty?: Summary;
};

const columns = [
	...["engine", "the app", "what", "minimum", "median", "maximum"],
	...["vs. original", "vs. original on fresh daemons", "over an empty call"],
];

/** All that was measured. */
export const formatTable = (rows: Row[]) =>
	formatMarkdown([columns, ...rows.map(cells)]);

/** The medians alone. */
export function formatMedians(rows: Row[]): string {
	const header = ["engine, the app", "original", "Slipway", "an empty call"];
	const median = (some: Row[], what: string) => {
		const found = some.find((row) => row.what.startsWith(what));
		return found ? inSeconds(found.summary.median) : "";
	};
	const lines = rows
		.filter(({ what }) => what === "Slipway")
		.map(({ engine, change }) => {
			const alike = rows.filter((row) => row.engine === engine);
			const same = alike.filter((row) => row.change === change);
			return [
				...[`${engine}, ${change}`, median(same, "original")],
				...[median(same, "Slipway"), median(alike, "empty")],
			];
		});
	return formatMarkdown([header, ...lines]);
}

/** The first line is the header; the cells of a column have one width. */
function formatMarkdown([header = [], ...rows]: string[][]): string {
	const lines = [header, header.map(() => ""), ...rows];
	const widths = header.map((_, column) =>
		Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)),
	);
	const format = (line: string[], fill: string) =>
		line.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill));
	return lines
		.map((line, index) => format(line, index === 1 ? "-" : " "))
		.map((line) => `| ${line.join(" | ")} |`)
		.join("\n");
}

function cells(row: Row): string[] {
	const { engine, change, what, summary, original, originalFresh, empty } = row;
	const of = (other?: Summary) =>
		other ? `${ratio(summary, other).toFixed(2)}×` : "";
	return [
		...[engine, change, what],
		...[summary.minimum, summary.median, summary.maximum].map(inSeconds),
		...[of(original), of(originalFresh)],
		empty ? signed(summary.median - empty.median) : "",
	];
}

const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`;
const signed = (seconds: number) =>
	`${seconds < 0 ? "−" : "+"} ${inSeconds(Math.abs(seconds))}`;
