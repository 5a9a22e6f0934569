import { describe, expect, it } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import { load } from "./fixture.js";

// Of a Pod that was made at 08:59:44, and whose image was refused at 08:59:45.
const { object, others } = load("pod/image-wrong-password.failed");
const events = others.filter(({ kind }) => kind === "Event");

const say = (time: string, seen = events, name = "pull") => {
	const applyTimes = new Map([[`Secret ${name}`, { uid: "1", time }]]);
	const { status, message } = checkHealth(object, { others: seen, applyTimes });
	return `${status}: ${message}`;
};
const at = (second: string) => `2026-11-23T09:${second}Z`;
/** The events of a kubelet that tries again and is refused, or has only told once more that it waits. */
const laterEvents = (reason: RegExp, lastTimestamp: string) =>
	events.map((event) =>
		reason.test(`${(event as { message?: string }).message}`)
			? { ...event, lastTimestamp }
			: event,
	);

describe("a refused pull", () => {
	it.each([
		["before the Pod was made", "2026-11-23T08:00:00Z"],
		["in the second in which the Pod was made", "2026-11-23T08:59:44Z"],
		["by somebody else", ""],
	])("ends the wait where the pull secret was changed %s", (_, time) => {
		expect(say(time)).toMatch(
			/^failed: .*the registry refuses the pull secret/,
		);
	});

	it("ends the wait where another Secret was changed", () => {
		expect(say(at("00:00"), events, "app-env")).toMatch(/^failed/);
	});

	it("says nothing of a pull secret that was changed since", () => {
		expect(say(at("00:00"))).toBe(
			"progressing: waits for the kubelet to pull its image with the new pull secret (ErrImagePull)",
		);
		expect(say(at("00:00"), [])).toMatch(/^progressing/);
		const waiting = laterEvents(/^Back-off|^Error: /, at("00:09"));
		expect(say(at("00:00"), waiting)).toMatch(/^progressing/);
	});

	it("ends the wait once the new pull secret is refused too", () => {
		const refused = laterEvents(/^Failed to pull image/, at("00:09"));
		expect(say(at("00:00"), refused)).toMatch(/^failed/);
	});
});
