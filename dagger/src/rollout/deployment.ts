import type { KubeObject } from "../objects.js";
import { conditionOf } from "./condition.js";
import { isNewest, ownedBy } from "./current.js";
import { refusal } from "./replicaset.js";
import { failed, type Rule, waiting } from "./state.js";
import { isUnobserved, rollout } from "./workload.js";

type Deployment = KubeObject & {
	spec: { replicas?: number; paused?: boolean };
	status?: {
		replicas?: number;
		updatedReplicas?: number;
		availableReplicas?: number;
	};
};

/** Ready when only pods of the newest revision are left, and all of them available. */
export const deployment: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as Deployment;
	if (spec.paused)
		return failed("is paused: kubectl rollout resume lets it roll out");
	if (isUnobserved(object)) return waiting("waits for its controller");

	const newest = newestReplicaSet(object, surroundings.others);
	const state = rollout(
		object,
		{
			want: spec.replicas ?? 1,
			updated: status.updatedReplicas ?? 0,
			available: status.availableReplicas ?? 0,
			total: status.replicas ?? 0,
		},
		surroundings,
		newest && refusal(newest, object),
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

function newestReplicaSet(deployment: KubeObject, others: KubeObject[]) {
	return ownedBy(deployment.metadata.uid, others).find(
		(other) => other.kind === "ReplicaSet" && isNewest(other, others),
	);
}
