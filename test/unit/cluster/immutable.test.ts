import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { immutable } from "../../../dagger/src/cluster/immutable.js";
import {
	type KubeObject,
	nameOf,
} from "../../../dagger/src/manifests/objects.js";

// What kubectl said when a real server was asked to apply the change.
const said = (name: string) =>
	readFileSync(new URL(`said/${name}.txt`, import.meta.url), "utf8");

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
		["pod-field", ["Pod one"]],
		["pod-container-added", ["Pod one"]],
		["pod-init-container-removed", ["Pod tol"]],
		["pod-two-causes", ["Pod tol"]],
		["pod-warned", ["Pod one"]],
		["job-template", ["Job job"]],
		["job-two-causes", ["Job job"]],
		["pods-and-job", ["Pod one", "Pod two", "Job job"]],
	])("%s: %j", (name, expected) => {
		expect(immutable(said(name), objects).map(nameOf)).toEqual(expected);
	});
});

describe("what may not", () => {
	it.each([
		["holds something that would be lost", "service-address"],
		["holds something that would be lost", "claim"],
		["holds something that would be lost", "configmap"],
		["runs on", "deployment-selector"],
		["is wrong in its new form as well", "pod-field-and-value"],
		["is wrong in its new form as well", "job-template-and-value"],
		["stands beside one that is wrong", "pod-field-and-value-and-job"],
		["stands beside one that may not", "pod-and-service"],
		["stands beside one that is wrong", "pod-and-name"],
		["stands beside one of an unknown kind", "pod-and-kind"],
		["stands beside one with an unknown field", "pod-and-schema"],
		["stands beside one that another manager owns", "pod-and-conflict"],
		["another manager owns", "conflicts"],
	])("%s: %s", (_, name) => {
		expect(said(name)).not.toBe("");
		expect(immutable(said(name), objects)).toEqual([]);
	});

	it("is not ours", () => {
		expect(immutable(said("pod-field"), [])).toEqual([]);
	});

	it("was not refused", () => {
		expect(immutable("", objects)).toEqual([]);
		expect(immutable("Warning: it is deprecated\n", objects)).toEqual([]);
	});
});
