import type {
	PersistentVolumeClaimSpec,
	PersistentVolumeClaimStatus,
} from "kubernetes-types/core/v1.js";
import { findEvents } from "../kubernetes/event.js";
import type { Typed } from "../kubernetes/object.js";
import { failed, progressing, type Rule, ready } from "./health.js";
import { describe, findProblem, withProblem } from "./problem.js";

type Claim = Typed<PersistentVolumeClaimSpec, PersistentVolumeClaimStatus>;

/** Ready when it is bound, or when it waits for a Pod to say on which node. */
export const persistentvolumeclaim: Rule<Claim> = (claim, { others }) => {
	const { spec, status } = claim;
	if (status?.phase === "Bound") return ready(`bound to ${spec.volumeName}`);
	if (status?.phase === "Lost") return failed("has lost its volume");
	const events = findEvents(claim, others);
	if (events.at(0)?.reason === "WaitForFirstConsumer")
		return ready("waits for the first Pod that uses it");
	const problem = events
		.map(({ reason, message }) => findProblem(claim, reason, message))
		.find((found) => found !== undefined);
	return problem
		? withProblem(problem, describe(problem, claim))
		: progressing("is not bound");
};
