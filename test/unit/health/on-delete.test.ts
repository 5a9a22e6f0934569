import { expect, test } from "vitest";
import { load, verdict } from "./fixture.js";

const old = { updatedReplicas: 0, updatedNumberScheduled: 0 };

test.each([
	[
		"statefulset/ready.ready",
		"ready: 0 of 0 updated, 2 available, 2 old, as its update strategy asks",
	],
	[
		"daemonset/ready.ready",
		"ready: 0 of 0 updated, 1 available, 1 old, as its update strategy asks",
	],
])("%s with OnDelete is ready with old Pods, and says so", (name, expected) => {
	const fixture = load(name);
	Object.assign(fixture.object.status as object, old);
	expect(verdict(fixture).status).toBe("progressing");
	const updateStrategy = { type: "OnDelete" };
	Object.assign(fixture.object.spec as object, { updateStrategy });
	const { status, message } = verdict(fixture);
	expect(`${status}: ${message}`).toBe(expected);
});
