import { expect, test } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import { waitUntilReady } from "../../../dagger/src/health/wait.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";

const overdue = (since: string): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web", generation: 1 },
	spec: { replicas: 1 },
	status: {
		observedGeneration: 1,
		conditions: [
			{
				type: "Progressing",
				status: "False",
				reason: "ProgressDeadlineExceeded",
				lastTransitionTime: since,
			},
		],
	},
});
const before = overdue("2026-11-26T10:00:00Z");
const after = overdue("2026-11-26T11:00:00Z");
const fresh = { ...before, status: { observedGeneration: 1 } };

test.each([
	["in this wait", fresh, after, "failed"],
	["in this wait, once more", before, after, "failed"],
	["before it", before, before, "progressing"],
])("a deadline that passed %s", (_, was, now, status) => {
	const health = checkHealth(now, { others: [now], before: [was] });
	expect(health.status).toBe(status);
});

test("a deadline that has passed by the first look counts, if what was there before is known", async () => {
	const wait = {
		objects: [after],
		timeout: 5,
		read: async () => [after],
	};
	const outcome = async (before?: KubeObject[]) =>
		(await waitUntilReady({ ...wait, before, clock: new FakeClock() })).outcome;
	expect(await outcome([fresh])).toBe("failed");
	expect(await outcome()).toBe("timed out");
});
