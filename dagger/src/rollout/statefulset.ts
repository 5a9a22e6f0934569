import type { KubeObject } from "../manifests/objects.js";
import { type Rule, waiting } from "./state.js";
import { creationProblem, isUnobserved, rollout } from "./workload.js";

type StatefulSet = KubeObject & {
	spec: {
		replicas?: number;
		updateStrategy?: {
			type?: string;
			rollingUpdate?: { partition?: number };
		};
	};
	status?: {
		replicas?: number;
		updatedReplicas?: number;
		availableReplicas?: number;
	};
};

/** Ready when all pods are available, and all of them updated but those that the manifest holds back. */
export const statefulset: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as StatefulSet;
	if (isUnobserved(object)) return waiting("waits for its controller");

	const want = spec.replicas ?? 1;
	const { type, rollingUpdate } = spec.updateStrategy ?? {};
	const kept =
		type === "OnDelete" ? want : Math.min(rollingUpdate?.partition ?? 0, want);
	return rollout(
		object,
		{
			want,
			updated: status.updatedReplicas ?? 0,
			available: status.availableReplicas ?? 0,
			total: status.replicas ?? 0,
			kept,
		},
		surroundings,
		creationProblem(object, surroundings),
	);
};
