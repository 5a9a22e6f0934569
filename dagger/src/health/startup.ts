import { findCondition } from "../kubernetes/condition.js";
import type { KubeObject } from "../kubernetes/object.js";
import { isPod, listStatuses, type Pod } from "../kubernetes/pod.js";
import { findPods } from "../kubernetes/revision.js";

/** How long the slowest of an object's ready Pods took from its container's start to its first answer, in seconds. */
export function findStartup(
	object: KubeObject,
	others: KubeObject[],
): number | undefined {
	const pods = isPod(object) ? [object] : findPods(object, others);
	const times = pods.flatMap(measure);
	return times.length > 0 ? Math.max(...times) : undefined;
}

/** When the containers have started that run now. */
export function listStarts(objects: KubeObject[]): string[] {
	return objects
		.filter(isPod)
		.flatMap(listStatuses)
		.flatMap(({ state }) => state?.running?.startedAt ?? []);
}

function measure(pod: Pod): number[] {
	const ready = findCondition(pod, "Ready");
	if (ready?.status !== "True" || !ready.lastTransitionTime) return [];
	const statuses = listStatuses(pod);
	// The app was ready before, or may have been.
	if (statuses.some(({ restartCount }) => restartCount > 0)) return [];
	const begin = Math.max(...listStarts([pod]).map(Date.parse));
	const seconds = (Date.parse(ready.lastTransitionTime) - begin) / 1000;
	return Number.isFinite(seconds) ? [Math.max(seconds, 0)] : [];
}
