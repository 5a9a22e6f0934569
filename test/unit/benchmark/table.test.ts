import { expect, test } from "vitest";
import { makeRows } from "../../../ci/benchmark/rows.ts";
import { formatMedians, formatTable } from "../../../ci/benchmark/table.ts";

const fresh = {
	original: [19, 20, 40],
	slipway: [10, 15, 16],
	empty: [12, 12, 12],
	originalChanged: [20, 22, 24],
	slipwayChanged: [20, 21, 22],
	originalReplaced: [25, 26, 30],
};
const kept = {
	original: [2, 2, 2],
	slipway: [4, 4, 4],
	empty: [4.5, 4.5, 4.5],
	originalChanged: [3, 3, 3],
	slipwayChanged: [6, 6.6, 7],
	originalReplaced: [5, 5, 5],
};

const rows = makeRows({ fresh, kept });
const lines = formatTable(rows).split("\n");
const cells = (line = "") => line.split("|").map((cell) => cell.trim());
const numbers = (engine: string, change: string, what: string) => {
	const found = lines
		.map(cells)
		.filter((row) => row[1] === engine && row[2] === change)
		.find((row) => row[3]?.startsWith(what));
	return found?.slice(4, -1);
};

test("a table in Markdown has lines of one length, as the formatter leaves them", () => {
	expect(new Set(lines.map((line) => line.length)).size).toBe(1);
	expect(lines[1]).toMatch(/^(\| -+ )+\|$/);
	expect(lines).toHaveLength(2 + 12);
});

test("Slipway is compared with the original in the same circumstances, and with an empty call", () => {
	expect(numbers("fresh", "unchanged", "Slipway")).toEqual([
		...["10.0 s", "15.0 s", "16.0 s"],
		...["0.75×", "", "+ 3.0 s"],
	]);
});

test("on a kept engine it is compared with the original on fresh daemons, too", () => {
	expect(numbers("kept", "unchanged", "Slipway")).toEqual([
		...["4.0 s", "4.0 s", "4.0 s"],
		...["2.00×", "0.20×", "− 0.5 s"],
	]);
	expect(numbers("kept", "one line changed", "Slipway")).toEqual([
		...["6.0 s", "6.6 s", "7.0 s"],
		...["2.20×", "0.30×", "+ 2.1 s"],
	]);
});

test("the original's changed line is told both ways", () => {
	const changed = (what: string) => numbers("fresh", "one line changed", what);
	const none = ["", "", ""];
	expect(changed("original: the old code answers")).toEqual([
		...["20.0 s", "22.0 s", "24.0 s", ...none],
	]);
	expect(changed("original, Pod deleted first")).toEqual([
		...["25.0 s", "26.0 s", "30.0 s", ...none],
	]);
});

test("the short table has the medians", () => {
	const short = formatMedians(rows).split("\n").map(cells);
	expect(short.map((line) => line.slice(1, -1)).toSpliced(1, 1)).toEqual([
		["engine, the app", "original", "Slipway", "an empty call"],
		["fresh, unchanged", "20.0 s", "15.0 s", "12.0 s"],
		["fresh, one line changed", "22.0 s", "21.0 s", "12.0 s"],
		["kept, unchanged", "2.0 s", "4.0 s", "4.5 s"],
		["kept, one line changed", "3.0 s", "6.6 s", "4.5 s"],
	]);
});
