import { describe, expect, it } from "vitest";
import {
	formatCommit,
	isOlder,
	isSame,
	isSameId,
	parseCommit,
	shortenId,
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
		expect(isSame(undefined, undefined)).toBe(true);
	});

	it("is the same at the same instant, whatever the zone and the precision", () => {
		for (const time of ["2026-11-23T13:02:11Z", "2026-11-23T13:02:11.000+0000"])
			expect(isSame(older, { ...older, time })).toBe(true);
		expect(isSame(older, { ...older, time: newer.time })).toBe(false);
	});

	const whole = "4f1c2ab93d".repeat(4);
	it.each<[string, string, boolean]>([
		["4f1c2ab", whole, true],
		[whole, "4f1c2ab9", true],
		[whole, whole, true],
		["4f1c2ab", "4f1c2ac", false],
		["4f1c2a", whole, false],
		["4f1c2a", "4f1c2a", true],
		["", whole, false],
		["release-1", "release-1", true],
		["release-1", "release-12", false],
		["4f1c2ab", "4f1c2ab-dirty", false],
	])("%s names the commit %s: %s", (one, other, expected) => {
		expect(isSameId(one, other)).toBe(expected);
		expect(isSameId(other, one)).toBe(expected);
	});

	it("is shortened where it is a hash", () => {
		expect(shortenId(whole)).toBe("4f1c2ab9");
		expect(shortenId("4f1c2ab")).toBe("4f1c2ab");
		expect(shortenId("release-2026-11-24")).toBe("release-2026-11-24");
	});

	it("has words", () => {
		expect(formatCommit(newer)).toBe("commit 9351e1f of 2026-11-23T13:02:12Z");
	});
});
