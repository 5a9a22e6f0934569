import { expect, test } from "vitest";
import { load, verdict } from "./fixture.js";

test("a claim that lost its volume has failed", () => {
	const fixture = load("persistentvolumeclaim/bound.ready");
	fixture.object.status = { phase: "Lost" };
	expect(verdict(fixture)).toEqual({
		status: "failed",
		message: "has lost its volume",
	});
});

test("a claim of which nothing is said waits", () => {
	const { object } = load("persistentvolumeclaim/no-class.progressing");
	expect(verdict({ object, others: [] }).message).toBe("is not bound");
});
