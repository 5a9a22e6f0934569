import { expect, it } from "vitest";
import { topLevel } from "../../../dagger/src/cluster/snapshot.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { formatStatus } from "../../../dagger/src/report/status.js";

const pod: KubeObject = {
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name: "web" },
	spec: { containers: [{ name: "main", image: "docker.io/alice/web:1" }] },
	status: { phase: "Succeeded" },
};
const made: KubeObject = {
	...pod,
	metadata: {
		name: "web-1",
		ownerReferences: [
			{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "1" },
		],
	},
};
const claim: KubeObject = {
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: { name: "data" },
	status: { phase: "Lost" },
};

const lease: KubeObject = {
	apiVersion: "coordination.k8s.io/v1",
	kind: "Lease",
	metadata: {
		name: "slipway-web",
		annotations: {
			"slipway/commit": "4f1c2ab",
			"slipway/commit-time": "2026-11-23T13:02:11Z",
		},
	},
	spec: { holderIdentity: "alice", acquireTime: "2026-11-23T14:02:11.500000Z" },
};

it("tells which commit was deployed, and who deploys", () => {
	expect(topLevel([pod, lease])).toEqual([pod]);
	expect(formatStatus([lease, pod]).split("\n").slice(2)).toEqual([
		"  deployed commit 4f1c2ab of 2026-11-23T13:02:11Z",
		"  deploys  alice, since 2026-11-23T14:02:11Z",
	]);
	const idle = { ...lease, spec: { holderIdentity: "" } };
	expect(formatStatus([idle])).not.toContain("deploys");
});

it("tells what was applied from what was made of it", () => {
	expect(topLevel([pod, made, claim])).toEqual([pod, claim]);
});

it("tells the state of each, and its images", () => {
	const lines = formatStatus([pod, made, claim]).split("\n");
	expect(lines[0]).toMatch(/^✓ Pod web: /);
	expect(lines[1]).toBe("  image    docker.io/alice/web:1");
	expect(lines[2]).toMatch(/^✗ PersistentVolumeClaim data: /);
	expect(lines).toHaveLength(3);
});
