import { describe, expect, it } from "vitest";
import {
	formatRelease,
	isGood,
	type ReleaseRecord,
} from "../../../dagger/src/release/record.js";
import { makeRecord } from "../records.js";

describe("a release", () => {
	it.each<[ReleaseRecord["outcome"], boolean, string]>([
		["deploying", false, "release 11 has not ended"],
		["deployed", true, "release 11 was deployed"],
		["failed", false, "release 11 failed"],
		["rolled back", false, "release 11 failed and was rolled back"],
		["superseded", true, "release 11 was superseded"],
	])("that is %s is good: %s", (outcome, good, words) => {
		const record = makeRecord({ number: 11, outcome });
		expect(isGood(record)).toBe(good);
		expect(formatRelease(record)).toBe(words);
	});

	it("names the one that the app went back to", () => {
		const record = makeRecord({ outcome: "rolled back", wentBackTo: 9 });
		expect(formatRelease(record)).toBe(
			"release 1 failed and was rolled back to 9",
		);
	});
});
