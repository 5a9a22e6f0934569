import { describe, expect, it } from "vitest";
import {
	formatCommit,
	isOlder,
	isSame,
	parseCommit,
} from "../../../dagger/src/input/commit.js";

const older = { id: "4f1c2ab", time: "2026-11-23T15:02:11+02:00" };
const newer = { id: "9351e1f", time: "2026-11-23T13:02:12Z" };

describe("a commit", () => {
	it.each([
		["4f1c2ab 2026-11-23T15:02:11+02:00", older],
		[" 9351e1f 2026-11-23T13:02:12Z\n", newer],
		["", undefined],
	])("is read from %j", (text, commit) => {
		expect(parseCommit(text)).toEqual(commit);
	});

	it.each([
		"4f1c2ab",
		"4f1c2ab yesterday",
		"4f1c2ab 2026-11-23T15:02:11",
		"4f1c2ab 2026-13-45T99:02:11Z",
		"2026-11-23T13:02:12Z",
	])("is not %j", (text) => {
		expect(() => parseCommit(text)).toThrow(
			`--commit=${text} is not a commit and its time: git log -1 --format='%h %cI' prints both`,
		);
	});

	it("is older by its time, whatever the zone", () => {
		expect(isOlder(older, newer)).toBe(true);
		expect(isOlder(newer, older)).toBe(false);
		expect(isOlder(older, older)).toBe(false);
	});

	it("is older than nothing, nor is nothing older than it", () => {
		expect(isOlder(older, undefined)).toBe(false);
		expect(isOlder(undefined, newer)).toBe(false);
	});

	it("is the same by name and time", () => {
		expect(isSame(older, { ...older })).toBe(true);
		expect(isSame(older, { ...older, id: "0000000" })).toBe(false);
		expect(isSame(older, undefined)).toBe(false);
	});

	it("has words", () => {
		expect(formatCommit(newer)).toBe("commit 9351e1f of 2026-11-23T13:02:12Z");
	});
});
