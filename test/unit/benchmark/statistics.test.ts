import { expect, test } from "vitest";
import { ratio, summarize } from "../../../ci/benchmark/statistics.ts";

test.each([
	[[4], [4, 4, 4]],
	[
		[3, 1, 2],
		[1, 2, 3],
	],
	[
		[10, 9, 1],
		[1, 9, 10],
	],
	[
		[4, 1, 3, 2],
		[1, 2.5, 4],
	],
])("%j comes down to minimum, median and maximum %j", (seconds, expected) => {
	const { minimum, median, maximum, rounds } = summarize(seconds);
	expect([minimum, median, maximum]).toEqual(expected);
	expect(rounds).toBe(seconds.length);
});

test("the measurements stay in their order", () => {
	const seconds = [3, 1, 2];
	summarize(seconds);
	expect(seconds).toEqual([3, 1, 2]);
});

test("a ratio is that of the medians", () => {
	expect(ratio(summarize([1, 2, 100]), summarize([1, 8, 9]))).toBe(0.25);
});
