import type { WaitResult } from "../health/wait.js";
import { findCondition } from "../kubernetes/condition.js";
import { findLiveObject } from "../kubernetes/object.js";
import { listStatuses, type Pod } from "../kubernetes/pod.js";
import { findTellingPods } from "../kubernetes/revision.js";
import type { PodTimes } from "./record.js";

/** A record has to fit into a Secret. */
const most = 100;

/** When the Pods of what was applied were made, started and ready, as a wait saw them last. */
export function listPodTimes({ health, snapshot }: WaitResult): PodTimes[] {
	const pods = [...health.keys()]
		.map((object) => findLiveObject(object, snapshot))
		.flatMap((live) => (live ? findTellingPods(live, snapshot) : []));
	return [...new Set(pods)].slice(0, most).map(readTimes);
}

function readTimes(pod: Pod): PodTimes {
	const statuses = listStatuses(pod);
	const starts = statuses.map(
		({ state, lastState }) =>
			(state?.running ?? state?.terminated ?? lastState?.terminated)?.startedAt,
	);
	const ends = statuses.map(({ state }) => state?.terminated?.finishedAt);
	const ready = findCondition(pod, "Ready");
	const isReady = ready?.status === "True";
	const hasEnded = pod.status?.phase === "Succeeded";
	return {
		name: pod.metadata.name,
		createdAt: pod.metadata.creationTimestamp,
		startedAt: findLast(starts),
		readyAt: hasEnded
			? findLast(ends)
			: isReady
				? ready.lastTransitionTime
				: undefined,
	};
}

// Times of one form sort as text.
function findLast(times: (string | undefined)[]): string | undefined {
	return times.filter(Boolean).sort().at(-1);
}
