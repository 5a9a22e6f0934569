import { describe, expect, it } from "vitest";
import { immutable } from "../../../dagger/src/cluster/immutable.js";
import {
	type KubeObject,
	nameOf,
} from "../../../dagger/src/manifests/objects.js";
import { text } from "../rollout/fixture.js";

// What kubectl said when a real server was asked to apply the change.
const refusal = (name: string) => text(`${name}.txt`);

const object = (apiVersion: string, kind: string, name: string) => ({
	apiVersion,
	kind,
	metadata: { name },
});
const objects: KubeObject[] = [
	object("batch/v1", "Job", "one"),
	object("v1", "Pod", "one"),
	object("v1", "Pod", "two"),
	object("v1", "Pod", "tol"),
	object("batch/v1", "Job", "job"),
	object("v1", "Service", "svc"),
	object("apps/v1", "Deployment", "dep"),
	object("v1", "PersistentVolumeClaim", "pvc"),
	object("v1", "ConfigMap", "cm"),
];

describe("what may be made anew", () => {
	it.each([
		["immutable/pod-field", ["Pod one"]],
		["immutable/pod-container-added", ["Pod one"]],
		["immutable/pod-init-container-removed", ["Pod tol"]],
		["immutable/pod-two-causes", ["Pod tol"]],
		["immutable/pod-warned", ["Pod one"]],
		["immutable/job-template", ["Job job"]],
		["immutable/job-two-causes", ["Job job"]],
		["immutable/pods-and-job", ["Pod one", "Pod two", "Job job"]],
	])("%s: %j", (name, expected) => {
		expect(immutable(refusal(name), objects).map(nameOf)).toEqual(expected);
	});
});

describe("what may not", () => {
	it.each([
		["holds something that would be lost", "immutable/service-address"],
		["holds something that would be lost", "immutable/claim"],
		["holds something that would be lost", "immutable/configmap"],
		["runs on", "immutable/deployment-selector"],
		["is wrong in its new form as well", "immutable/pod-field-and-value"],
		["is wrong in its new form as well", "immutable/job-template-and-value"],
		[
			"stands beside one that is wrong",
			"immutable/pod-field-and-value-and-job",
		],
		["stands beside one that may not", "immutable/pod-and-service"],
		["stands beside one that is wrong", "immutable/pod-and-name"],
		["stands beside one of an unknown kind", "immutable/pod-and-kind"],
		["stands beside one with an unknown field", "immutable/pod-and-schema"],
		[
			"stands beside one that another manager owns",
			"immutable/pod-and-conflict",
		],
		["another manager owns", "conflict/other"],
	])("%s: %s", (_, name) => {
		expect(refusal(name)).not.toBe("");
		expect(immutable(refusal(name), objects)).toEqual([]);
	});

	it("is not ours", () => {
		expect(immutable(refusal("immutable/pod-field"), [])).toEqual([]);
	});

	it("was not refused", () => {
		expect(immutable("", objects)).toEqual([]);
		expect(immutable("Warning: it is deprecated\n", objects)).toEqual([]);
	});
});
