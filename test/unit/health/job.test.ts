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
		["PodFailurePolicy", "failed: PodFailurePolicy: it has ended"],
		["FailedIndexes", "failed: FailedIndexes: it has ended"],
	])("has ended as its event says: %s", (reason, expected) => {
		const health = endedByTtl(gone, {
			others: [event("SuccessfulCreate"), event(reason)],
		});
		expect(`${health?.status}: ${health?.message}`).toBe(expected);
	});

	it("is not known to have ended without such an event", () => {
		expect(
			endedByTtl(gone, { others: [event("SuccessfulCreate")] }),
		).toBeUndefined();
	});

	it("is not known to have ended by the event of a former run", () => {
		const former = event("Completed");
		Object.assign(former, {
			involvedObject: { kind: "Job", name: "migrate", uid: "1" },
		});
		const endIn = (uid: string) =>
			endedByTtl(gone, {
				others: [former],
				applyTimes: new Map([["Job.batch migrate", { uid, time: "now" }]]),
			});
		expect(endIn("2")).toBeUndefined();
		expect(endIn("1")?.status).toBe("ready");
	});

	it("is missing where it has no such field, whatever an event says", () => {
		expect(
			endedByTtl(job({}), { others: [event("Completed")] }),
		).toBeUndefined();
	});
});

test.each([
	[
		"for lack of a permission",
		"Error",
		"ERROR: permission denied for schema public",
		"progressing",
	],
	[
		"because it could not be started",
		"StartError",
		"failed to create containerd task: OCI runtime create failed: runc create failed: read init-p: connection reset by peer",
		"progressing",
	],
	[
		"because its command is not there",
		"StartError",
		'exec: "migrate": executable file not found in $PATH',
		"failed",
	],
])(
	"a Job whose Pod ends %s: whether it has its other tries left",
	(_, reason, said, status) => {
		const uid = "1";
		const migrate = job({ backoffLimit: 6 });
		Object.assign(migrate.metadata, { uid });
		Object.assign(migrate, { status: { active: 1, failed: 1 } });
		const terminated = { exitCode: 128, reason, message: said };
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
		expect(checkHealth(migrate, { others: [pod] }).status).toBe(status);
	},
);

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

describe("a Job with more Pods than there is room for", () => {
	const load = job({ parallelism: 2, completions: 2 });
	Object.assign(load.metadata, { uid: "1" });
	const podOf = (name: string, status: object): KubeObject => ({
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			name,
			ownerReferences: [
				{ apiVersion: "batch/v1", kind: "Job", name: "migrate", uid: "1" },
			],
		},
		spec: { containers: [{ name: "main" }], restartPolicy: "Never" },
		status,
	});
	const running = podOf("migrate-1", { phase: "Running" });
	const without = podOf("migrate-2", {
		phase: "Pending",
		conditions: [
			{
				type: "PodScheduled",
				status: "False",
				reason: "Unschedulable",
				message: "0/1 nodes are available: 1 Insufficient cpu.",
			},
		],
	});
	const refused = Object.assign(event("FailedCreate"), {
		type: "Warning",
		message:
			'Error creating: pods "migrate-2" is forbidden: exceeded quota: small, requested: pods=1',
	});

	it.each([
		["fits on no node", without],
		["exceeds the namespace's quota small", refused],
	])("goes on while one of them runs: %s", (words, other) => {
		const health = checkHealth(load, { others: [running, other] });
		expect(health.message).toContain(words);
		expect(health.problem).toBeUndefined();
	});

	it.each([
		["unschedulable", without],
		["quota", refused],
	])("does not go on without one that runs: %s", (name, other) => {
		const { problem } = checkHealth(load, { others: [other] });
		expect(problem?.cause.name).toBe(name);
	});

	it("has what no room helps against", () => {
		const missing = podOf("migrate-2", {
			phase: "Pending",
			containerStatuses: [
				{ name: "main", state: { waiting: { reason: "InvalidImageName" } } },
			],
		});
		const { status } = checkHealth(load, { others: [running, missing] });
		expect(status).toBe("failed");
	});
});
