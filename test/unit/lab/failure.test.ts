import { expect, test } from "vitest";
import { cause, explain, LabError } from "../../../ci/lab/failure.ts";

test.each([
	["write /x: no space left on device", "the disk is full"],
	["npm error code ENOTFOUND", "a package registry cannot be reached"],
	[
		"compile: signal: killed",
		"a process was killed, probably for lack of memory",
	],
])("%j is known", (log, what) => {
	expect(cause(log)?.what).toBe(what);
});

test("an unknown cause is left to the log", () => {
	expect(cause("exit status 2")).toBeUndefined();
});

test("a failure says what, shows what was seen, and what to do next", () => {
	expect(explain(new LabError("it broke", "mend it", "line 1\nline 2\n"))).toBe(
		"✗ it broke\n  log      line 1\n           line 2\n  next     mend it",
	);
});
