import { describe, expect, it } from "vitest";
import { kinds } from "../../../dagger/src/kubernetes/kinds.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	isPreDeployJob,
	isPrerequisite,
} from "../../../dagger/src/manifests/prerequisites.js";

/** An object of a kind, in its own group. */
function object(kind: string, annotations = {}): KubeObject {
	const key = Object.keys(kinds).find((key) => key.endsWith(`/${kind}`)) ?? "/";
	const [group] = key.split("/");
	const apiVersion = [group, "v1"].filter(Boolean).join("/");
	return { apiVersion, kind, metadata: { name: "web", annotations } };
}

const before = { "slipway/run": "before-deploy" };

describe("prerequisites", () => {
	it("a Job runs before the deploy when it says so", () => {
		expect(isPreDeployJob(object("Job", before))).toBe(true);
		expect(isPreDeployJob(object("Job"))).toBe(false);
		expect(isPreDeployJob(object("Job", { "slipway/run": "after" }))).toBe(
			false,
		);
		expect(isPreDeployJob(object("Pod", before))).toBe(false);
	});

	it.each([
		"Namespace",
		"ServiceAccount",
		"ConfigMap",
		"Secret",
		"RoleBinding",
		"PersistentVolumeClaim",
	])("%s comes first", (kind) => {
		expect(isPrerequisite(object(kind))).toBe(true);
	});

	it.each(["Pod", "Deployment", "Service", "Job", "CronJob", "Ingress"])(
		"%s comes later",
		(kind) => {
			expect(isPrerequisite(object(kind))).toBe(false);
		},
	);

	it("a Job that runs before comes first", () => {
		expect(isPrerequisite(object("Job", before))).toBe(true);
	});
});
