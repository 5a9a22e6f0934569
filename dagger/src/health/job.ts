import type { JobSpec, JobStatus } from "kubernetes-types/batch/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import { findEvents } from "../kubernetes/event.js";
import {
	findOwned,
	identify,
	type KubeObject,
	type Typed,
} from "../kubernetes/object.js";
import { isPod } from "../kubernetes/pod.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import { needsRoom } from "./dependencies.js";
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
	const problems = listProblems(object, surroundings);
	const tell = (problem?: Problem) =>
		problem ? `${counts}: ${describe(problem, object)}` : counts;
	const problem = findWorst(problems.map(({ problem }) => problem));
	const message = tell(problem);
	if (end?.status === "True")
		return { status: "failed", message: `${end.reason}, ${message}`, problem };
	const open = findWorst(problems.filter(isOpen).map(({ problem }) => problem));
	if (!open || open.cause.retriedBy === "owner") return progressing(message);
	return withProblem(open, tell(open));
};

/** How a Job ends, as its events say: pkg/controller/job/job_controller.go. */
const ends = new Set([
	"Completed",
	"BackoffLimitExceeded",
	"DeadlineExceeded",
	"FailedIndexes",
	"MaxFailedIndexesExceeded",
	"PodFailurePolicy",
]);

/** How a Job ended that is gone by its own `ttlSecondsAfterFinished`: only its events tell, and not those of a former run. */
export function endedByTtl(
	applied: KubeObject,
	{ others, applyTimes }: HealthContext,
): Health | undefined {
	const { ttlSecondsAfterFinished } = (applied.spec ?? {}) as JobSpec;
	if (applied.kind !== "Job" || ttlSecondsAfterFinished === undefined)
		return undefined;
	const uid = applyTimes?.get(identify(applied))?.uid;
	const run = { ...applied, metadata: { ...applied.metadata, uid } };
	const [end] = findEvents(run, others).filter(({ reason }) =>
		ends.has(reason),
	);
	if (!end) return undefined;
	return end.reason === "Completed"
		? ready("complete")
		: failed(`${end.reason}: ${end.message}`);
}

/** A problem of a Job, and whether the Job gets on in spite of it. */
type Found = { problem?: Problem; isOver?: boolean };

function listProblems(job: Job, surroundings: HealthContext): Found[] {
	const pods = findOwned(job.metadata.uid, surroundings.others).filter(isPod);
	const isWorking = pods.some(({ status }) => status?.phase === "Running");
	const { reason = "", message = "" } = findCondition(job, "Failed") ?? {};
	const found: Found[] = [
		{ problem: findProblem(job, reason, message) },
		{ problem: creationProblem(job, surroundings) },
		...pods.map((one) => ({
			problem: pod(one, surroundings).problem,
			// The Job makes another, unless that would end the same way.
			isOver: one.status?.phase === "Failed",
		})),
	];
	return found.map(({ problem, isOver }) => ({
		problem,
		// Those that run leave their room to the others.
		isOver: isOver || (isWorking && problem && needsRoom(problem)),
	}));
}

function isOpen({ problem, isOver }: Found): boolean {
	return !isOver || problem?.cause.class === "fatal";
}
