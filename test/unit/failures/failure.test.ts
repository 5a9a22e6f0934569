import { describe, expect, it } from "vitest";
import { explain, Failure } from "../../../dagger/src/failures/failure.js";
import { text } from "../health/fixture.js";

/** As kubectl's client library logs an error. */
const logged = (server: string, error: string) =>
	`E1123 08:30:14.038743   20311 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list: Get \\"https://${server}/api?timeout=32s\\": ${error}"\n`;

describe("a failure's text", () => {
	const cause = { sentence: "it is dark", next: "make light" };
	const format = (...given: Parameters<typeof explain>) =>
		explain(...given).message;

	it("has what, cause, evidence and next step", () => {
		expect(
			format("look: nothing seen", "\nno lamp\n\nno moon\n", cause),
		).toBe(`look: nothing seen: it is dark
  message  no lamp
  message  no moon
  next     make light`);
	});

	it("has no more than there is", () => {
		expect(format("look: nothing seen", "")).toBe("look: nothing seen");
	});

	it("keeps the beginning and the end of what is long", () => {
		const lines = (count: number) =>
			Array.from({ length: count }, (_, index) => `${index + 1}`);
		const shown = (count: number) =>
			format("x", lines(count).join("\n"))
				.split("\n")
				.slice(1)
				.map((line) => line.replace("  message  ", ""));
		expect(shown(12)).toEqual(lines(12));
		expect(shown(99)).toEqual([..."1234", "…", ...lines(99).slice(-8)]);
	});

	it("leaves out what kubectl logs before it says it", () => {
		const log = logged("10.0.0.7:6443", "dial tcp 10.0.0.7:6443: i/o timeout");
		const told = "Unable to connect to the server: i/o timeout";
		expect(format("x", log.repeat(5) + told)).toBe(`x\n  message  ${told}`);
		expect(format("x", log)).toBe(`x\n  message  ${log.trim()}`);
	});

	it("names the fields of a conflict, without the lecture", () => {
		const conflicts = text("conflict/other.txt");
		expect(format("x", conflicts)).toBe(`x
  message  error: Apply failed with 2 conflicts: conflicts with "other":
  message  - .spec.selector
  message  - .spec.sessionAffinity`);
	});
});

describe("a failure", () => {
	it("is data, and its message is all of it", () => {
		const cause = new Error("deep down");
		const failure = new Failure("deploy: Pod web is not ready", {
			evidence: [
				{ label: "event", text: "BackOff" },
				{ label: "log", text: "line one" },
				{ label: "log", text: "line two" },
			],
			next: "read the log",
			cause,
		});
		expect(failure.cause).toBe(cause);
		expect(failure.evidence).toHaveLength(3);
		expect(failure.message).toBe(`deploy: Pod web is not ready
  event    BackOff
  log      line one
           line two
  next     read the log`);
	});
});
