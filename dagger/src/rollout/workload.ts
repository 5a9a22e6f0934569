import type { KubeObject } from "../manifests/objects.js";
import { currentPods } from "./current.js";
import { eventsOf, timeOf } from "./event.js";
import { pod } from "./pod.js";
import { describe, problemOf, troubled, withGrace, worst } from "./problem.js";
import {
	type Problem,
	ready,
	type State,
	type Surroundings,
	waiting,
} from "./state.js";

/** Whether the controller of an object still has to read its newest spec. */
export function isUnobserved({ metadata, status }: KubeObject): boolean {
	const { observedGeneration = 0 } = (status ?? {}) as {
		observedGeneration?: number;
	};
	return observedGeneration < (metadata.generation ?? 0);
}

/** The numbers of a rollout. It is done when all that are wanted are available and updated, and no more are left. */
export type Counts = {
	want: number;
	updated: number;
	available: number;
	/** All there are, of whichever revision. */
	total: number;
	/** How many the manifest leaves at an older revision: those below a partition. */
	kept?: number;
};

/** The state of a workload by its numbers, its pods that are to stay, and what else stands in its way. */
export function rollout(
	owner: KubeObject,
	counts: Counts,
	surroundings: Surroundings,
	...obstacles: (Problem | undefined)[]
): State {
	const message = inWords(counts);
	const states = currentPods(owner, surroundings.others).map((one) =>
		pod(one, surroundings),
	);
	if (isDone(counts))
		return ready(message, latest(states.map(({ unproved }) => unproved)));
	const problem = worst([
		...obstacles,
		...states.map(({ problem }) => problem),
	]);
	if (!problem) return waiting(message);
	return troubled(problem, `${message}: ${describe(problem, owner)}`);
}

function isDone({ want, updated, available, total, kept = 0 }: Counts) {
	return updated >= want - kept && available >= want && total === want;
}

function inWords({ want, updated, available, total, kept = 0 }: Counts) {
	const old = total > updated ? `, ${total - updated} old` : "";
	return `${updated} of ${want - kept} updated, ${available} available${old}`;
}

function latest(times: (string | undefined)[]): string | undefined {
	return times
		.filter((time) => time !== undefined)
		.sort()
		.at(-1);
}

/** The controller could not create pods: only an event says so, until a later one says that it could. */
export function creationProblem(
	owner: KubeObject,
	{ others }: Surroundings,
): Problem | undefined {
	const events = eventsOf(owner, others);
	const refused = events.find(({ reason }) => reason === "FailedCreate");
	const created = events.find(({ reason }) => reason === "SuccessfulCreate");
	if (!refused || (created && timeOf(created) >= timeOf(refused)))
		return undefined;
	const problem = problemOf(owner, refused.reason, refused.message);
	// The event may be older than the change that mends it: the controller gets a moment to try again.
	return problem && withGrace(problem, 3);
}
