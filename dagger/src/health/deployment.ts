import type {
	DeploymentSpec,
	DeploymentStatus,
} from "kubernetes-types/apps/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import type { Typed } from "../kubernetes/object.js";
import { isFormer, progressing, type Rule } from "./health.js";
import { findProblem, withProblem } from "./problem.js";
import { newestRefusal } from "./replicaset.js";
import { countReplicas, isUnobserved, workloadHealth } from "./workload.js";

type Deployment = Typed<DeploymentSpec, DeploymentStatus>;

const overdue = "ProgressDeadlineExceeded";

/** Ready when only Pods of the newest revision are left, and all of them available. */
export const deployment: Rule<Deployment> = (object, surroundings) => {
	const { spec, status = {} } = object;
	const paused = spec.paused && findProblem(object, "DeploymentPaused", "");
	if (paused) return withProblem(paused, paused.cause.sentence);
	if (isUnobserved(object)) return progressing("waits for its controller");

	const counts = countReplicas(spec, status);
	const refusal = newestRefusal(object, surroundings);
	const health = workloadHealth(object, counts, surroundings, refusal);
	const progress = findCondition(object, "Progressing");
	if (
		health.status !== "progressing" ||
		progress?.reason !== overdue ||
		// The controller says so until the rollout gets on.
		isFormer(object, progress, surroundings)
	)
		return health;
	return {
		...health,
		status: "failed",
		message: `made no progress within its deadline: ${health.message}`,
		problem:
			health.problem ?? findProblem(object, overdue, progress.message ?? ""),
	};
};
