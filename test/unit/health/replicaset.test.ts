import { expect, test } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const containers = [{ name: "main", image: "web@sha256:2" }];
const set: KubeObject = {
	apiVersion: "apps/v1",
	kind: "ReplicaSet",
	metadata: { name: "web", uid: "1", generation: 2 },
	spec: { replicas: 1, template: { spec: { containers } } },
	status: { observedGeneration: 2, replicas: 1, availableReplicas: 1 },
};
const pod = (image: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: {
		name: "web-1",
		ownerReferences: [
			{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "1" },
		],
	},
	spec: { containers: [{ name: "main", image }] },
	status: { phase: "Running" },
});

test.each([
	["old", "web@sha256:1", "progressing"],
	["new", "web@sha256:2", "ready"],
])("a ReplicaSet whose Pod runs the %s image", (_, image, status) => {
	const others = [set, pod(image)];
	expect(checkHealth(set, { others }).status).toBe(status);
});

const refused = (since: string): KubeObject => ({
	...set,
	status: {
		observedGeneration: 2,
		replicas: 0,
		conditions: [
			{
				type: "ReplicaFailure",
				status: "True",
				reason: "FailedCreate",
				message: 'pods "web-" is forbidden: violates PodSecurity "restricted"',
				lastTransitionTime: since,
			},
		],
	},
});
const before = refused("2026-11-26T10:00:00Z");
const since = refused("2026-11-26T11:00:00Z");

test.each([
	["in this wait", { ...set, status: {} }, since, "failed"],
	["in this wait, once more", before, since, "failed"],
	["before it", before, before, "progressing"],
])("a refusal of Pods from %s", (_, was, now, status) => {
	const health = checkHealth(now, { others: [now], before: [was] });
	expect(health.status).toBe(status);
	expect(health.problem?.cause.name).toBe("pod-security");
});
