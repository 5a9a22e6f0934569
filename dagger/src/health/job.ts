import type { JobSpec, JobStatus } from "kubernetes-types/batch/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import { findOwned, type Typed } from "../kubernetes/object.js";
import type { Pod } from "../kubernetes/pod.js";
import {
	type Problem,
	progressing,
	type Rule,
	ready,
	type Surroundings,
} from "./health.js";
import { pod } from "./pod.js";
import { describe, findProblem, findWorst, withProblem } from "./problem.js";
import { creationProblem } from "./workload.js";

type Job = Typed<JobSpec, JobStatus>;

/** Ready when it is complete. How often its containers may fail is for the Job to say. */
export const job: Rule<Job> = (object, surroundings) => {
	const { spec, status = {} } = object;
	if (findCondition(object, "Complete")?.status === "True")
		return ready("complete");
	if (spec.suspend) return ready("is suspended");

	const { succeeded = 0, failed = 0 } = status;
	const counts = `${succeeded} of ${spec.completions ?? 1} succeeded, ${failed} failed`;
	const end = findCondition(object, "Failed");
	const problem = findWorst(listProblems(object, surroundings));
	const message = problem ? `${counts}: ${describe(problem, object)}` : counts;
	if (end?.status === "True")
		return { status: "failed", message: `${end.reason}, ${message}`, problem };
	if (!problem || problem.cause.retriedBy === "owner")
		return progressing(message);
	return withProblem(problem, message);
};

function listProblems(
	job: Job,
	surroundings: Surroundings,
): (Problem | undefined)[] {
	const pods = findOwned(job.metadata.uid, surroundings.others).filter(
		(other): other is Pod => other.kind === "Pod",
	);
	const { reason = "", message = "" } = findCondition(job, "Failed") ?? {};
	return [
		findProblem(job, reason, message),
		creationProblem(job, surroundings),
		...pods.map((one) => pod(one, surroundings).problem),
	];
}
