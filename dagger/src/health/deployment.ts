import type {
	DeploymentSpec,
	DeploymentStatus,
} from "kubernetes-types/apps/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import type { Typed } from "../kubernetes/object.js";
import { type Problem, progressing, type Rule } from "./health.js";
import { findProblem, withGrace, withProblem } from "./problem.js";
import { newestRefusal } from "./replicaset.js";
import { type Counts, isUnobserved, workloadHealth } from "./workload.js";

type Deployment = Typed<DeploymentSpec, DeploymentStatus>;

const overdue = "ProgressDeadlineExceeded";

/** Ready when only Pods of the newest revision are left, and all of them available. */
export const deployment: Rule<Deployment> = (object, surroundings) => {
	const { spec, status = {} } = object;
	const paused = spec.paused && findProblem(object, "DeploymentPaused", "");
	if (paused) return withProblem(paused, paused.cause.sentence);
	if (isUnobserved(object)) return progressing("waits for its controller");

	const counts = {
		want: spec.replicas ?? 1,
		updated: status.updatedReplicas ?? 0,
		available: status.availableReplicas ?? 0,
		total: status.replicas ?? 0,
	};
	const refusal = newestRefusal(object, surroundings.others);
	const health = workloadHealth(
		object,
		counts,
		surroundings,
		whileRolling(refusal, counts),
	);
	const progress = findCondition(object, "Progressing");
	if (health.status !== "progressing" || progress?.reason !== overdue)
		return health;
	return {
		status: "failed",
		message: `made no progress within its deadline: ${health.message}`,
		problem:
			health.problem ?? findProblem(object, overdue, progress.message ?? ""),
	};
};

/** Old Pods that end may make room for the new ones. */
function whileRolling(
	problem: Problem | undefined,
	{ total, updated }: Counts,
): Problem | undefined {
	const { graceWhileRolling } = problem?.cause ?? {};
	return problem && graceWhileRolling && total > updated
		? withGrace(problem, graceWhileRolling)
		: problem;
}
