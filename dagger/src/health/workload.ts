import { eventTime, findEvents } from "../kubernetes/event.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import { findCurrentPods } from "../kubernetes/revision.js";
import {
	type Health,
	type HealthContext,
	type Problem,
	progressing,
	ready,
} from "./health.js";
import { pod } from "./pod.js";
import {
	describe,
	findProblem,
	findWorst,
	withGrace,
	withProblem,
} from "./problem.js";

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

/** The numbers of a workload that counts its Pods as a Deployment does. */
export function countReplicas(
	spec: { replicas?: number },
	status: {
		replicas?: number;
		updatedReplicas?: number;
		availableReplicas?: number;
	},
): Counts {
	return {
		want: spec.replicas ?? 1,
		updated: status.updatedReplicas ?? 0,
		available: status.availableReplicas ?? 0,
		total: status.replicas ?? 0,
	};
}

/** The health of a workload by its numbers, its Pods that are to stay, and what else stands in its way. */
export function workloadHealth(
	owner: KubeObject,
	counts: Counts,
	surroundings: HealthContext,
	...obstacles: (Problem | undefined)[]
): Health {
	const message = formatCounts(counts);
	const pods = findCurrentPods(owner, surroundings.others).map((one) =>
		pod(one, surroundings),
	);
	const problems = obstacles.filter((problem) => problem !== undefined);
	const parts = [
		...pods.flatMap(({ parts = [] }) => parts),
		{ name: formatName(owner), isReady: problems.length === 0, problems },
	];
	if (isDone(counts)) {
		const startedAt = findLatest(pods.map(({ startedAt }) => startedAt));
		return { ...ready(message, startedAt), parts };
	}
	const problem = findWorst([
		...parts.flatMap(({ problems }) => problems),
		...pods.map(({ problem }) => problem),
	]);
	if (!problem) return { ...progressing(message), parts };
	const words = `${message}: ${describe(problem, owner)}`;
	return { ...withProblem(problem, words), parts };
}

function isDone({ want, updated, available, total, kept = 0 }: Counts) {
	return updated >= want - kept && available >= want && total === want;
}

function formatCounts({ want, updated, available, total, kept = 0 }: Counts) {
	const count = total - updated;
	const why = kept > 0 ? ", as its update strategy asks" : "";
	const old = count > 0 ? `, ${count} old${why}` : "";
	return `${updated} of ${want - kept} updated, ${available} available${old}`;
}

function findLatest(times: (string | undefined)[]): string | undefined {
	return times
		.filter((time) => time !== undefined)
		.sort()
		.at(-1);
}

/** The controller could not create Pods: only an event says so, until a later one says that it could. */
export function creationProblem(
	owner: KubeObject,
	{ others }: HealthContext,
): Problem | undefined {
	const events = findEvents(owner, others);
	const refused = events.find(({ reason }) => reason === "FailedCreate");
	const created = events.find(({ reason }) => reason === "SuccessfulCreate");
	if (!refused || (created && eventTime(created) >= eventTime(refused)))
		return undefined;
	const problem = findProblem(owner, refused.reason, refused.message);
	// The event may be older than the change that fixes it: the controller gets a moment to try again.
	return problem && withGrace(problem, Math.max(problem.cause.grace, 3));
}
