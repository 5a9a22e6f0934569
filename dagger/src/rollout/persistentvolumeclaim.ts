import type { KubeObject } from "../manifests/objects.js";
import { eventsOf } from "./event.js";
import { describe, problemOf, troubled } from "./problem.js";
import { failed, type Rule, ready, waiting } from "./state.js";

type Claim = KubeObject & {
	spec: { volumeName?: string };
	status?: { phase?: string };
};

/** Ready when it is bound, or when it waits for a pod to say on which node. */
export const persistentvolumeclaim: Rule = (object, { others }) => {
	const { spec, status } = object as Claim;
	if (status?.phase === "Bound") return ready(`bound to ${spec.volumeName}`);
	if (status?.phase === "Lost") return failed("has lost its volume");
	const events = eventsOf(object, others);
	if (events.at(0)?.reason === "WaitForFirstConsumer")
		return ready("waits for the first Pod that uses it");
	const problem = events
		.map(({ reason, message }) => problemOf(object, reason, message))
		.find((found) => found !== undefined);
	return problem
		? troubled(problem, describe(problem, object))
		: waiting("is not bound");
};
