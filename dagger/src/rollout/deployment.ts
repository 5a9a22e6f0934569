import type { KubeObject } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import { isNewest, ownedBy } from "./current.js";
import { problemOf, troubled, withGrace } from "./problem.js";
import { refusal } from "./replicaset.js";
import {
	type Problem,
	type Rule,
	type Surroundings,
	waiting,
} from "./state.js";
import { type Counts, isUnobserved, rollout } from "./workload.js";

type Deployment = KubeObject & {
	spec: { replicas?: number; paused?: boolean };
	status?: {
		replicas?: number;
		updatedReplicas?: number;
		availableReplicas?: number;
	};
};

const late = "ProgressDeadlineExceeded";

/** Ready when only pods of the newest revision are left, and all of them available. */
export const deployment: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as Deployment;
	const paused = spec.paused && problemOf(object, "DeploymentPaused", "");
	if (paused) return troubled(paused, paused.failure.sentence);
	if (isUnobserved(object)) return waiting("waits for its controller");

	const counts = {
		want: spec.replicas ?? 1,
		updated: status.updatedReplicas ?? 0,
		available: status.availableReplicas ?? 0,
		total: status.replicas ?? 0,
	};
	const obstacle = obstacleOf(object, surroundings, counts);
	const state = rollout(object, counts, surroundings, obstacle);
	const progress = conditionOf(object, "Progressing");
	if (state.phase !== "waiting" || progress?.reason !== late) return state;
	const { problem = problemOf(object, late, progress.message ?? ""), message } =
		state;
	return {
		phase: "failed",
		message: `made no progress within its deadline: ${message}`,
		problem,
	};
};

/** Why the newest replica set may not create its pods: a quota, a policy. */
function obstacleOf(
	deployment: KubeObject,
	{ others }: Surroundings,
	{ total, updated }: Counts,
): Problem | undefined {
	const newest = ownedBy(deployment.metadata.uid, others).find(
		(other) => other.kind === "ReplicaSet" && isNewest(other, others),
	);
	const problem = newest && refusal(newest, deployment);
	// Old pods that end may make room for the new ones.
	const passing = problem?.failure.name === "quota" && total > updated;
	return passing ? withGrace(problem, 30) : problem;
}
