import type {
	ReplicaSetSpec,
	ReplicaSetStatus,
} from "kubernetes-types/apps/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import { listImages } from "../kubernetes/kinds.js";
import {
	findOwned,
	type KubeObject,
	type Typed,
} from "../kubernetes/object.js";
import { findCurrentPods, isNewest } from "../kubernetes/revision.js";
import {
	type HealthContext,
	isFormer,
	type Problem,
	progressing,
	type Rule,
} from "./health.js";
import { findProblem, withGrace } from "./problem.js";
import { isUnobserved, workloadHealth } from "./workload.js";

type ReplicaSet = Typed<ReplicaSetSpec, ReplicaSetStatus>;

/** Ready when as many Pods as wanted are available. */
export const replicaset: Rule<ReplicaSet> = (object, surroundings) => {
	const { spec, status = {} } = object;
	if (isUnobserved(object)) return progressing("waits for its controller");

	const total = status.replicas ?? 0;
	// It makes new Pods by its template, and leaves those that it has.
	const old = findCurrentPods(object, surroundings.others).filter(
		(pod) => listImages(pod).join() !== listImages(object).join(),
	);
	return workloadHealth(
		object,
		{
			want: spec.replicas ?? 1,
			updated: total - old.length,
			available: status.availableReplicas ?? 0,
			total,
		},
		surroundings,
		refusalProblem(object, surroundings),
	);
};

/** Why the newest ReplicaSet of an owner may not create its Pods: a quota, a policy. */
export function newestRefusal(
	owner: KubeObject,
	surroundings: HealthContext,
): Problem | undefined {
	const { others } = surroundings;
	const newest = findOwned(owner.metadata.uid, others).find(
		(other) => other.kind === "ReplicaSet" && isNewest(other, others),
	);
	return newest && refusalProblem(newest, surroundings, owner);
}

function refusalProblem(
	replicaSet: KubeObject,
	surroundings: HealthContext,
	owner = replicaSet,
): Problem | undefined {
	const failure = findCondition(replicaSet, "ReplicaFailure");
	if (failure?.status !== "True") return undefined;
	const { reason = "", message = "" } = failure;
	const problem = findProblem(owner, reason, message);
	// It may be older than the change that fixes it: the controller gets a moment to try again.
	return problem && isFormer(replicaSet, failure, surroundings)
		? withGrace(problem, Math.max(problem.cause.grace, 5))
		: problem;
}
