import type { KubeObject } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import { containersOf, isOld, type Pod } from "./container.js";
import { eventsOf } from "./event.js";
import { describe, problemOf, shortened, troubled, worst } from "./problem.js";
import { problemsOf } from "./problems.js";
import { failed, type Rule, ready, type State, waiting } from "./state.js";

/** Ready when the containers that the pod asks for now are ready, not when those before them still are. */
export const pod: Rule = (object, { others, digest }) => {
	const pod = object as Pod;
	const { metadata, status = {} } = pod;
	if (metadata.deletionTimestamp) return waiting("is being deleted");
	if ((status.observedGeneration ?? Infinity) < (metadata.generation ?? 0))
		return waiting("waits for the node to see the change");
	if (status.phase === "Succeeded") return ready("completed");
	if (status.phase === "Failed" && status.reason) return ended(pod);

	const problem = worst(problemsOf(pod, others, digest));
	if (problem) {
		const state = troubled(problem, describe(problem, pod));
		return status.phase === "Failed" ? { ...state, phase: "failed" } : state;
	}
	if (status.phase === "Failed") return failed("failed, and tells no cause");
	return progress(pod, others, digest);
};

/** The node or the control plane ended the pod: evicted, out of time, preempted. */
function ended(pod: Pod): State {
	const { reason = "", message = "" } = pod.status ?? {};
	const problem = problemOf(pod, reason, message);
	if (!problem)
		return failed(`was ended by its node (${reason}: ${shortened(message)})`);
	return { phase: "failed", message: describe(problem, pod), problem };
}

function progress(pod: Pod, others: KubeObject[], digest?: string): State {
	const containers = containersOf(pod);
	const old = containers.find((container) => isOld(container, digest));
	if (old) return waiting(`container ${old.spec.name} is still the old one`);

	const lasting = containers.filter(({ ends }) => !ends);
	const up = lasting.filter(({ status }) => status?.ready);
	const message = `${up.length} of ${lasting.length} containers ready`;
	const condition = conditionOf(pod, "Ready");
	if (condition?.status !== "True" || up.length < lasting.length)
		return waiting(`${message}${doing(pod, others)}`);
	const starts = lasting
		.filter(({ spec }) => !spec.readinessProbe)
		.map(({ status }) => status?.state?.running?.startedAt ?? "");
	return ready(message, starts.sort().at(-1));
}

/** What the node does just now, for the line of progress. */
function doing(pod: Pod, others: KubeObject[]): string {
	if (eventsOf(pod, others).at(0)?.reason === "Pulling")
		return ", pulling its image";
	const init = containersOf(pod).find(
		({ ends, status }) => ends && status?.state?.running,
	);
	return init ? `, ${init.spec.name} runs before` : "";
}
