import { expect, it } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const deletionTimestamp = "2026-11-23T09:00:00Z";
const claim = (metadata: object = {}): KubeObject => ({
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: { name: "data", ...metadata },
	spec: {},
	status: { phase: "Bound" },
});
const finalizers = ["kubernetes.io/pvc-protection"];
const going = claim({ deletionTimestamp, finalizers });

it.each([
	["that is being deleted goes in a moment", going, claim({ finalizers }), ""],
	[
		"without finalizers goes in a moment",
		claim({ deletionTimestamp }),
		going,
		"",
	],
	["that was deleted before is held", going, going, "terminating"],
])("what %s", (_, now, was, cause) => {
	const health = checkHealth(now, { others: [], before: [was] });
	expect(health.status).toBe("progressing");
	expect(health.problem?.cause.name ?? "").toBe(cause);
});
