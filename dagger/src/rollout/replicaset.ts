import type { KubeObject } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import { problemOf } from "./problem.js";
import { type Rule, waiting } from "./state.js";
import { isUnobserved, rollout } from "./workload.js";

type ReplicaSet = KubeObject & {
	spec: { replicas?: number };
	status?: { replicas?: number; availableReplicas?: number };
};

/** Ready when as many pods as wanted are available. */
export const replicaset: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as ReplicaSet;
	if (isUnobserved(object)) return waiting("waits for its controller");

	const total = status.replicas ?? 0;
	return rollout(
		object,
		{
			want: spec.replicas ?? 1,
			updated: total,
			available: status.availableReplicas ?? 0,
			total,
		},
		surroundings,
		refusal(object),
	);
};

/** Why a replica set may not create its pods: a quota, a policy. */
export function refusal(replicaSet: KubeObject, owner = replicaSet) {
	const failure = conditionOf(replicaSet, "ReplicaFailure");
	if (failure?.status !== "True") return undefined;
	return problemOf(owner, failure.reason ?? "", failure.message ?? "");
}
