import { expect, it } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const make = (
	apiVersion: string,
	kind: string,
	spec: object,
	status?: object,
): KubeObject => ({
	apiVersion,
	kind,
	metadata: { name: "web" },
	spec,
	status,
});

it.each<[string, KubeObject]>([
	["a Service", make("v1", "Service", { type: "ExternalName" })],
	[
		"a claim that a Pod still uses",
		make("v1", "PersistentVolumeClaim", {}, { phase: "Bound" }),
	],
	[
		"a Pod that has run to its end",
		make("v1", "Pod", { containers: [] }, { phase: "Succeeded" }),
	],
	["a custom resource", make("example.com/v1", "Widget", {})],
])("%s is ready, and is not while it is being deleted", (_, object) => {
	const judge = (one: KubeObject) => {
		const { status, message } = checkHealth(one, { others: [] });
		return `${status}: ${message}`;
	};
	expect(judge(object)).toMatch(/^ready: /);
	Object.assign(object.metadata, { deletionTimestamp: "2026-11-23T08:30:00Z" });
	expect(judge(object)).toBe("progressing: is being deleted");
});
