import { deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { parseItems, snapshotRequest } from "../cluster/requests.js";
import { stdoutOrThrow } from "../kubectl/cluster.js";
import { kindKey } from "../kubernetes/kinds.js";
import { findLiveObject, type KubeObject } from "../kubernetes/object.js";
import { isReady } from "../kubernetes/pod.js";
import { findPods, isCurrent } from "../kubernetes/revision.js";
import type { Clock } from "../system/clock.js";

/** How long the controller gets to see what was applied, in seconds. */
const patience = 15;

/**
 * A StatefulSet waits for a broken Pod of the revision that is left before it makes one of the next: known as
 * kubernetes/kubernetes#67250. So these are deleted.
 */
export async function deleteStuckPods(
	lock: DeployLock,
	clock: Clock,
	objects: KubeObject[],
): Promise<void> {
	const sets = objects.filter((one) => kindKey(one) === "apps/StatefulSet");
	if (sets.length === 0) return;
	for (const start = clock.now(); ; await clock.sleep(1)) {
		const [json = ""] = stdoutOrThrow(
			"the cluster cannot be read",
			await lock.run([snapshotRequest(objects)]),
		);
		const snapshot = parseItems(json);
		const isSeen = sets.every((set) => isObserved(set, snapshot));
		if (!isSeen && clock.now() - start < patience) continue;
		await deleteObjects(lock, clock, findStuckPods(sets, snapshot));
		return;
	}
}

/** Whether its status is about what was applied: until then it names the former revision as the one to be. */
function isObserved(set: KubeObject, snapshot: KubeObject[]): boolean {
	const { metadata, status } = findLiveObject(set, snapshot) ?? set;
	const { observedGeneration = 0 } = (status ?? {}) as {
		observedGeneration?: number;
	};
	return observedGeneration >= (metadata.generation ?? 0);
}

export function findStuckPods(
	sets: KubeObject[],
	snapshot: KubeObject[],
): KubeObject[] {
	return sets
		.flatMap((set) => findLiveObject(set, snapshot) ?? [])
		.flatMap((live) => findPods(live, snapshot))
		.filter((pod) => !isReady(pod) && !isCurrent(pod, snapshot));
}
