import { describe, expect, it } from "vitest";
import {
	findEnded,
	findImmutable,
} from "../../../dagger/src/cluster/recreate.js";
import {
	formatName,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";
import { text } from "../health/fixture.js";

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
		expect(findImmutable(refusal(name), objects).map(formatName)).toEqual(
			expected,
		);
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
		expect(findImmutable(refusal(name), objects)).toEqual([]);
	});

	it("is not ours", () => {
		expect(findImmutable(refusal("immutable/pod-field"), [])).toEqual([]);
	});

	it("was not refused", () => {
		expect(findImmutable("", objects)).toEqual([]);
		expect(findImmutable("Warning: it is deprecated\n", objects)).toEqual([]);
	});
});

describe("what failed for good", () => {
	const failed = { conditions: [{ type: "Failed", status: "True" }] };
	const live = (apiVersion: string, kind: string, status: object) => ({
		...object(apiVersion, kind, "web"),
		status,
	});

	it.each([
		["batch/v1", "Job", failed, true],
		["batch/v1", "Job", {}, false],
		["v1", "Pod", { phase: "Failed" }, true],
		["v1", "Pod", { phase: "Running" }, false],
		["example.com/v1", "Widget", { phase: "Failed" }, false],
	])("%s %s with %j: %s", (apiVersion, kind, status, expected) => {
		const wanted = object(apiVersion, kind, "web");
		const found = findEnded([wanted], [live(apiVersion, kind, status)]);
		expect(found).toEqual(expected ? [wanted] : []);
	});

	it("is a Pod that has completed, and is asked to run another image", () => {
		const pod = (image: string, phase: string) => ({
			...object("v1", "Pod", "web"),
			spec: { containers: [{ image }] },
			status: { phase },
		});
		const wanted = pod("web:2", "");
		expect(findEnded([wanted], [pod("web:1", "Succeeded")])).toEqual([wanted]);
		expect(findEnded([wanted], [pod("web:2", "Succeeded")])).toEqual([]);
		expect(findEnded([wanted], [pod("web:1", "Running")])).toEqual([]);
	});

	it("is nothing that is not there", () => {
		expect(findEnded([object("batch/v1", "Job", "web")], [])).toEqual([]);
	});
});
