import type { JobSpec, JobStatus } from "kubernetes-types/batch/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import { findEvents } from "../kubernetes/event.js";
import {
	findOwned,
	type KubeObject,
	type Typed,
} from "../kubernetes/object.js";
import { isPod } from "../kubernetes/pod.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import {
	failed,
	type Health,
	type HealthContext,
	type Problem,
	progressing,
	type Rule,
	ready,
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
	// A queue such as Kueue lets it run later. What comes before a deploy has not run until then.
	if (spec.suspend)
		return isPreDeployJob(object)
			? progressing("is suspended")
			: ready("is suspended");

	const counts = `${status.succeeded ?? 0} of ${spec.completions ?? 1} succeeded, ${status.failed ?? 0} failed`;
	const end = findCondition(object, "Failed");
	const problem = findWorst(listProblems(object, surroundings));
	const message = problem ? `${counts}: ${describe(problem, object)}` : counts;
	if (end?.status === "True")
		return { status: "failed", message: `${end.reason}, ${message}`, problem };
	if (!problem || problem.cause.retriedBy === "owner")
		return progressing(message);
	return withProblem(problem, message);
};

/** How a Job ended that is gone by its own `ttlSecondsAfterFinished`: only its events tell. */
export function endedByTtl(
	applied: KubeObject,
	snapshot: KubeObject[],
): Health | undefined {
	const { ttlSecondsAfterFinished } = (applied.spec ?? {}) as JobSpec;
	if (applied.kind !== "Job" || ttlSecondsAfterFinished === undefined)
		return undefined;
	const [end] = findEvents(applied, snapshot).filter(({ reason }) =>
		/^(?:Completed|BackoffLimitExceeded|DeadlineExceeded)$/.test(reason),
	);
	if (!end) return undefined;
	return end.reason === "Completed"
		? ready("complete")
		: failed(`${end.reason}: ${end.message}`);
}

function listProblems(
	job: Job,
	surroundings: HealthContext,
): (Problem | undefined)[] {
	const pods = findOwned(job.metadata.uid, surroundings.others).filter(isPod);
	const { reason = "", message = "" } = findCondition(job, "Failed") ?? {};
	return [
		findProblem(job, reason, message),
		creationProblem(job, surroundings),
		...pods.map((one) => pod(one, surroundings).problem),
	];
}
