import { describe, expect, it } from "vitest";
import type { Rollout } from "../../../dagger/src/health/rollout.js";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	findCurrentPods,
	isCurrent,
} from "../../../dagger/src/kubernetes/revision.js";

// As Argo Rollouts 1.8 reports it.
const healthy: Rollout = {
	apiVersion: "argoproj.io/v1alpha1",
	kind: "Rollout",
	metadata: { name: "web", uid: "rollout", generation: 3 },
	spec: { replicas: 2 },
	status: {
		phase: "Healthy",
		observedGeneration: "3",
		replicas: 2,
		updatedReplicas: 2,
		availableReplicas: 2,
	},
};

function withStatus(status: Rollout["status"], others: KubeObject[] = []) {
	const object = { ...healthy, status: { ...healthy.status, ...status } };
	const health = checkHealth(object, { others: [object, ...others] });
	return `${health.status}: ${health.message}`;
}

it("is ready while the stable revision stays for a while, once it is healthy", () => {
	const both = { ...healthy.status, replicas: 4 };
	expect(withStatus(both)).toMatch(/^ready/);
	expect(withStatus({ ...both, phase: "Paused" })).toMatch(/^progressing/);
});

it("waits for its controller to see the template of the workload that it refers to", () => {
	const template = (generation: number): KubeObject => ({
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata: { name: "web", generation },
	});
	const { apiVersion, kind } = template(1);
	const spec = { workloadRef: { apiVersion, kind, name: "web" } };
	const status = { ...healthy.status, workloadObservedGeneration: "1" };
	const object: Rollout = { ...healthy, spec, status };
	const health = (generation: number) =>
		checkHealth(object, { others: [object, template(generation)] }).status;
	expect(health(1)).toBe("ready");
	expect(health(2)).toBe("progressing");
});

const owner = (kind: string, uid: string) => ({
	ownerReferences: [
		{
			apiVersion: kind === "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1",
			kind,
			name: uid,
			uid,
		},
	],
});
const replicaSet = (uid: string, revision: string): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "ReplicaSet",
	metadata: {
		name: uid,
		uid,
		annotations: { "rollout.argoproj.io/revision": revision },
		...owner("Rollout", "rollout"),
	},
});
const pod = (name: string, of: string, reason?: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name, uid: name, ...owner("ReplicaSet", of) },
	spec: { containers: [{ name: "main", image: "web" }] },
	status: {
		containerStatuses: [
			{
				name: "main",
				image: "web",
				imageID: "",
				ready: false,
				restartCount: 0,
				state: { waiting: { reason } },
			},
		],
	},
});
const made = [
	replicaSet("old", "1"),
	replicaSet("new", "2"),
	pod("old-1", "old"),
	pod("new-1", "new", "InvalidImageName"),
];

describe("a Rollout of Argo", () => {
	it.each([
		["when its controller says so", {}, "ready: 2 of 2 updated, 2 available"],
		[
			"not of an older generation",
			{ observedGeneration: "2" },
			"progressing: waits for its controller",
		],
		[
			"not while a canary runs",
			{
				phase: "Progressing",
				message: "more replicas need to be updated",
				updatedReplicas: 1,
			},
			"progressing: 1 of 2 updated, 2 available, 1 old",
		],
		[
			"not while it is paused, whatever the numbers say",
			{ phase: "Paused", message: "CanaryPauseStep" },
			"progressing: 2 of 2 updated, 2 available; is paused: CanaryPauseStep",
		],
		[
			"never when it is degraded",
			{ phase: "Degraded", message: "ProgressDeadlineExceeded" },
			"failed: 2 of 2 updated, 2 available; is degraded: ProgressDeadlineExceeded",
		],
	] as const)("is ready %s", (_, status, expected) => {
		expect(withStatus(status)).toBe(expected);
	});

	it("tells what its newest Pods lack", () => {
		expect(
			withStatus({ phase: "Progressing", availableReplicas: 1 }, made),
		).toMatch(
			/^failed: 2 of 2 updated, 1 available: Pod new-1 has an image name that no registry can have/,
		);
	});

	it("tells its newest Pods by its own count of revisions", () => {
		const all = [healthy, ...made];
		expect(
			findCurrentPods(healthy, all).map(({ metadata }) => metadata.name),
		).toEqual(["new-1"]);
		expect(
			made
				.filter((one) => one.kind === "Pod")
				.map((one) => isCurrent(one, all)),
		).toEqual([false, true]);
	});
});
