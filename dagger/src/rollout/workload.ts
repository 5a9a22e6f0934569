import { type KubeObject, nameOf } from "../objects.js";
import { currentPods } from "./current.js";
import { eventsOf } from "./event.js";
import { pod } from "./pod.js";
import { describe, problemOf, troubled, worst } from "./problem.js";
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

/** The numbers of a rollout that is done: as many as wanted, of the newest revision, and none besides. */
export type Counts = {
	want: number;
	updated: number;
	available: number;
	/** All there are, of whichever revision. */
	total: number;
};

/** The state of a workload by its numbers, its pods that are to stay, and what else stands in its way. */
export function rollout(
	owner: KubeObject,
	counts: Counts,
	surroundings: Surroundings,
	...obstacles: (Problem | undefined)[]
): State {
	const { want, updated, available, total } = counts;
	const message = inWords(counts);
	const states = currentPods(owner, surroundings.others).map((one) =>
		pod(one, surroundings),
	);
	if (updated === want && available === want && total === want)
		return ready(
			message,
			states
				.map(({ unproved = "" }) => unproved)
				.sort()
				.at(-1),
		);
	const problem = worst([
		...obstacles,
		...states.map(({ problem }) => problem),
	]);
	if (!problem) return waiting(message);
	const whose = problem.object === nameOf(owner) ? "" : `${problem.object} `;
	return troubled(problem, `${message}: ${whose}${describe(problem)}`);
}

function inWords({ want, updated, available, total }: Counts): string {
	const old = total > updated ? `, ${total - updated} old` : "";
	return `${updated} of ${want} updated, ${available} available${old}`;
}

/** The controller could not create pods: only an event says so, until a later one says that it could. */
export function creationProblem(
	owner: KubeObject,
	{ others }: Surroundings,
): Problem | undefined {
	const latest = eventsOf(owner, others).find(({ reason }) =>
		/^(?:Failed|Successful)Create$/.test(reason),
	);
	if (latest?.reason !== "FailedCreate") return undefined;
	const problem = problemOf(owner, latest.reason, latest.message);
	// The event may be older than the change that mends it: the controller gets a moment to try again.
	return problem && withGrace(problem, 3);
}

function withGrace(problem: Problem, grace: number): Problem {
	return {
		...problem,
		failure: { ...problem.failure, class: "may-heal", grace },
	};
}
