import { describe, expect, it, test } from "vitest";
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

test("a Job whose Pod ends for lack of a permission has its other tries left", () => {
	const uid = "1";
	const migrate = job({ backoffLimit: 6 });
	Object.assign(migrate.metadata, { uid });
	Object.assign(migrate, { status: { active: 1, failed: 1 } });
	const terminated = {
		exitCode: 1,
		reason: "Error",
		message: "ERROR: permission denied for schema public",
	};
	const pod = {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "migrate-1", ownerReferences: [{ uid }] },
		spec: { containers: [{ name: "main" }], restartPolicy: "Never" },
		status: {
			phase: "Failed",
			containerStatuses: [{ name: "main", state: { terminated } }],
		},
	} as unknown as KubeObject;
	const { status, message } = checkHealth(migrate, { others: [pod] });
	expect(status).toBe("progressing");
	expect(message).toContain("permission denied for schema");
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
