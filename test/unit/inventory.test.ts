import { expect, it } from "vitest";
import { owners, statusText } from "../../dagger/src/inventory.js";
import type { KubeObject } from "../../dagger/src/objects.js";

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
		ownerReferences: [{ kind: "ReplicaSet", name: "web", uid: "1" }],
	},
};
const claim: KubeObject = {
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: { name: "data" },
	status: { phase: "Lost" },
};

it("tells what was applied from what was made of it", () => {
	expect(owners([pod, made, claim])).toEqual([pod, claim]);
});

it("tells the state of each, and its images", () => {
	const lines = statusText([pod, made, claim]).split("\n");
	expect(lines[0]).toMatch(/^✓ Pod web: /);
	expect(lines[1]).toBe("  image    docker.io/alice/web:1");
	expect(lines[2]).toMatch(/^✗ PersistentVolumeClaim data: /);
	expect(lines).toHaveLength(3);
});
