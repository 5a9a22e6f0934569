import { describe, expect, it } from "vitest";
import { parseTimeout } from "../../../dagger/src/input/duration.js";

describe("a timeout", () => {
	it("is five minutes by default", () => {
		expect(parseTimeout(undefined)).toBe(300);
	});

	it.each([
		["90s", 90],
		["5m", 300],
		["2h", 7200],
		["1h30m", 5400],
		["1h30m15s", 5415],
		["1h5s", 3605],
		["0s", 0],
		["010m", 600],
	])("%s is %i seconds", (text, seconds) => {
		expect(parseTimeout(text)).toBe(seconds);
	});

	it.each([
		"",
		"5",
		"m",
		"5 m",
		"5min",
		"1.5h",
		"-5m",
		"30s1m",
		"5m5m",
		"5M",
		"300ms",
		"5m\n",
		"1d",
	])("%j is none", (text) => {
		expect(() => parseTimeout(text)).toThrow(
			`--timeout=${text} is not a duration: write it as 90s, 5m or 1h30m`,
		);
	});
});
