import type { KubeObject } from "../objects.js";
import type { Condition } from "./condition.js";
import { conditionOf } from "./condition.js";
import { isNewest, ownedBy } from "./current.js";
import { problemOf } from "./problem.js";
import { failed, type Rule, waiting } from "./state.js";
import { isUnobserved, rollout } from "./workload.js";

type Deployment = KubeObject & {
	spec: { replicas?: number; paused?: boolean };
	status?: {
		replicas?: number;
		updatedReplicas?: number;
		availableReplicas?: number;
		conditions?: Condition[];
	};
};

/** Ready when only pods of the newest revision are left, and all of them available. */
export const deployment: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as Deployment;
	if (spec.paused)
		return failed("is paused: kubectl rollout resume lets it roll out");
	if (isUnobserved(object)) return waiting("waits for its controller");

	const state = rollout(
		object,
		{
			want: spec.replicas ?? 1,
			updated: status.updatedReplicas ?? 0,
			available: status.availableReplicas ?? 0,
			total: status.replicas ?? 0,
		},
		surroundings,
		refusal(object, surroundings.others),
	);
	const progressing = conditionOf(object, "Progressing");
	if (
		state.phase === "waiting" &&
		progressing?.reason === "ProgressDeadlineExceeded"
	)
		return {
			...state,
			phase: "failed",
			message: `made no progress within its deadline: ${state.message}`,
		};
	return state;
};

/** Why the newest replica set may not create its pods: a quota, a policy. */
function refusal(deployment: KubeObject, others: KubeObject[]) {
	const newest = ownedBy(deployment.metadata.uid, others).find(
		(other) => other.kind === "ReplicaSet" && isNewest(other, others),
	);
	const failure = newest && conditionOf(newest, "ReplicaFailure");
	return failure?.status === "True"
		? problemOf(deployment, failure.reason ?? "", failure.message ?? "")
		: undefined;
}
