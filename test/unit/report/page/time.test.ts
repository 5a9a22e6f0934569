import { expect, it } from "vitest";
import {
	formatMoment,
	formatSeconds,
} from "../../../../dagger/src/report/page/time.js";

it.each([
	[0, "0.0 s"],
	[5.24, "5.2 s"],
	[59.94, "59.9 s"],
	[59.96, "1 min"],
	[125, "2 min 5 s"],
	[3600, "1 h"],
	[7384, "2 h 3 min 4 s"],
])("%f seconds are %s", (seconds, text) => {
	expect(formatSeconds(seconds)).toBe(text);
});

it("a moment is told in UTC, and what is none as it is", () => {
	expect(formatMoment("2026-11-24T12:02:11+01:00").markup).toBe(
		'<time datetime="2026-11-24T11:02:11.000Z">2026-11-24 11:02:11 UTC</time>',
	);
	expect(formatMoment("<soon>").markup).toBe("&lt;soon&gt;");
});
