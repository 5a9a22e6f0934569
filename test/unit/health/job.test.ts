import { describe, expect, it } from "vitest";
import { endedByTtl } from "../../../dagger/src/health/job.js";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const job = (spec: object, annotations = {}): KubeObject => ({
	apiVersion: "batch/v1",
	kind: "Job",
	metadata: { name: "migrate", annotations },
	spec,
});
const event = (reason: string) =>
	({
		apiVersion: "v1",
		kind: "Event",
		metadata: { name: `migrate.${reason}` },
		involvedObject: { kind: "Job", name: "migrate" },
		type: "Normal",
		reason,
		message: "it has ended",
	}) as KubeObject;

describe("a Job that is gone by its own ttlSecondsAfterFinished", () => {
	const gone = job({ ttlSecondsAfterFinished: 0 });

	it.each([
		["Completed", "ready: complete"],
		["BackoffLimitExceeded", "failed: BackoffLimitExceeded: it has ended"],
		["DeadlineExceeded", "failed: DeadlineExceeded: it has ended"],
	])("has ended as its event says: %s", (reason, expected) => {
		const health = endedByTtl(gone, [event("SuccessfulCreate"), event(reason)]);
		expect(`${health?.status}: ${health?.message}`).toBe(expected);
	});

	it("is not known to have ended without such an event", () => {
		expect(endedByTtl(gone, [event("SuccessfulCreate")])).toBeUndefined();
	});

	it("is missing where it has no such field, whatever an event says", () => {
		expect(endedByTtl(job({}), [event("Completed")])).toBeUndefined();
	});
});

describe("a suspended Job", () => {
	const suspended = { suspend: true };
	it("is as it should be", () => {
		expect(checkHealth(job(suspended), { others: [] }).status).toBe("ready");
	});

	it("has not run, where the workloads wait for it", () => {
		const before = job(suspended, { "slipway/run": "before-deploy" });
		expect(checkHealth(before, { others: [] }).status).toBe("progressing");
	});
});
