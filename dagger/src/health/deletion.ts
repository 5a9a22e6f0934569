import { findLiveObject, type KubeObject } from "../kubernetes/object.js";
import { type Health, type HealthContext, progressing } from "./health.js";
import { describe, findProblem, withProblem } from "./problem.js";

/** What is to be deleted goes as soon as its finalizers let go of it; those that have held it since before may never do. */
export function deletion(
	object: KubeObject,
	{ before = [] }: HealthContext,
): Health {
	const { finalizers = [] } = object.metadata;
	const was = findLiveObject(object, before);
	const isHeld = was?.metadata.deletionTimestamp && finalizers.length > 0;
	const problem =
		isHeld && findProblem(object, "Terminating", finalizers.join(", "));
	return problem
		? withProblem(problem, describe(problem, object))
		: progressing("is being deleted");
}
