import { endsRunning } from "../failures/index.js";
import type { KubeObject } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import { ownedBy } from "./current.js";
import { pod } from "./pod.js";
import { describe, problemOf, troubled, worst } from "./problem.js";
import { type Rule, ready, type Surroundings, waiting } from "./state.js";
import { creationProblem } from "./workload.js";

type Job = KubeObject & {
	spec: { completions?: number; suspend?: boolean };
	status?: { succeeded?: number; failed?: number };
};

/** Ready when it is complete. How often its pods may fail is for the job to say. */
export const job: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as Job;
	if (conditionOf(object, "Complete")?.status === "True")
		return ready("complete");
	if (spec.suspend) return ready("is suspended");

	const { succeeded = 0, failed = 0 } = status;
	const counts = `${succeeded} of ${spec.completions ?? 1} succeeded, ${failed} failed`;
	const end = conditionOf(object, "Failed");
	const problem = worst(problemsOf(object, surroundings));
	const message = problem ? `${counts}: ${describe(problem, object)}` : counts;
	if (end?.status === "True")
		return { phase: "failed", message: `${end.reason}, ${message}`, problem };
	if (!problem || endsRunning(problem.failure)) return waiting(message);
	return troubled(problem, message);
};

function problemsOf(job: KubeObject, surroundings: Surroundings) {
	const pods = ownedBy(job.metadata.uid, surroundings.others).filter(
		({ kind }) => kind === "Pod",
	);
	const states = pods.map((one) => pod(one, surroundings));
	const { reason = "", message = "" } = conditionOf(job, "Failed") ?? {};
	return [
		problemOf(job, reason, message),
		creationProblem(job, surroundings),
		...states.map(({ problem }) => problem),
	];
}
