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
	"engine",
	"the app",
	"what",
	"minimum",
	"median",
	"maximum",
	"of the original",
	"of it on fresh daemons",
	"over an empty call",
];

export function formatTable(rows: Row[]): string {
	const lines = [columns, columns.map(() => ""), ...rows.map(cells)];
	const widths = columns.map((_, column) =>
		Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)),
	);
	return lines
		.map((line, index) =>
			line
				.map((cell, column) =>
					cell.padEnd(widths[column] ?? 0, index === 1 ? "-" : " "),
				)
				.join(" | "),
		)
		.map((line) => `| ${line} |`)
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
