import { expect, it } from "vitest";
import { formatHistory } from "../../../dagger/src/report/history.js";
import { history, rolledBack } from "./releases.js";

it("releases are a line each, the newest first and the live one marked", () => {
	const by = "alice";
	expect(formatHistory([...history, { ...rolledBack, by }].reverse())).toBe(
		[
			"  12  2026-11-24T11:24Z  rolled back to 11  alice        4f1c2ab9  sha256:0c0c0c0c0c0c",
			"* 11  2026-11-24T11:24Z  deployed           somebody     -         sha256:0b0b0b0b0b0b",
			"  10  2026-11-24T11:24Z  failed             bob by hand  -         sha256:0a0a0a0a0a0a",
		].join("\n"),
	);
});

it("a time is told in UTC", () => {
	const startedAt = "2026-11-24T00:10:59+01:00";
	expect(formatHistory([{ ...rolledBack, startedAt }])).toContain(
		" 2026-11-23T23:10Z ",
	);
});

it("the numbers are aligned", () => {
	const [first, second] = formatHistory([
		{ ...rolledBack, number: 9 },
		{ ...rolledBack, number: 10 },
	]).split("\n");
	expect(first?.indexOf("2026")).toBe(second?.indexOf("2026"));
});

it("no release has words too", () => {
	expect(formatHistory([])).toBe(
		"no release is on record: deploy writes the first",
	);
});
