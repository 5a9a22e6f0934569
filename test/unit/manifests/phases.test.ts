import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/manifests/objects.js";
import {
	comesFirst,
	failedForGood,
	runsBefore,
} from "../../../dagger/src/manifests/phases.js";

function object(kind: string, annotations = {}, status = {}): KubeObject {
	return {
		apiVersion: "v1",
		kind,
		metadata: { name: "web", annotations },
		status,
	};
}

const before = { "slipway/run": "before-deploy" };
const failed = { conditions: [{ type: "Failed", status: "True" }] };

describe("the phases", () => {
	it("a Job runs before when it says so", () => {
		expect(runsBefore(object("Job", before))).toBe(true);
		expect(runsBefore(object("Job"))).toBe(false);
		expect(runsBefore(object("Job", { "slipway/run": "after" }))).toBe(false);
		expect(runsBefore(object("Pod", before))).toBe(false);
	});

	it.each([
		"Namespace",
		"ServiceAccount",
		"ConfigMap",
		"Secret",
		"RoleBinding",
		"PersistentVolumeClaim",
	])("%s comes first", (kind) => {
		expect(comesFirst(object(kind))).toBe(true);
	});

	it.each(["Pod", "Deployment", "Service", "Job", "CronJob", "Ingress"])(
		"%s comes later",
		(kind) => {
			expect(comesFirst(object(kind))).toBe(false);
		},
	);

	it("a Job that runs before comes first", () => {
		expect(comesFirst(object("Job", before))).toBe(true);
	});

	it.each([
		["Job", failed, true],
		["Job", {}, false],
		["Pod", { phase: "Failed" }, true],
		["Pod", { phase: "Running" }, false],
		["Widget", { phase: "Failed" }, false],
	])("%s with %j", (kind, status, expected) => {
		const wanted = object(kind);
		const found = failedForGood([wanted], [object(kind, {}, status)]);
		expect(found).toEqual(expected ? [wanted] : []);
	});

	it("what is not there has not failed", () => {
		expect(failedForGood([object("Job")], [])).toEqual([]);
	});
});
