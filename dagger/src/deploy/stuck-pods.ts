import { deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { parseItems, snapshotRequest } from "../cluster/requests.js";
import { stdoutOrThrow } from "../kubectl/cluster.js";
import { findCondition } from "../kubernetes/condition.js";
import { kindKey } from "../kubernetes/kinds.js";
import { findLiveObject, type KubeObject } from "../kubernetes/object.js";
import { findPods, isCurrent } from "../kubernetes/revision.js";
import type { Clock } from "../system/clock.js";

/**
 * A StatefulSet waits for a broken Pod of the revision that is left before it makes one of the revision to which it goes
 * back: known as kubernetes/kubernetes#67250. So these are deleted.
 */
export async function deleteStuckPods(
	lock: DeployLock,
	clock: Clock,
	objects: KubeObject[],
): Promise<void> {
	const sets = objects.filter((one) => kindKey(one) === "apps/StatefulSet");
	if (sets.length === 0) return;
	const [json = ""] = stdoutOrThrow(
		"the cluster cannot be read",
		await lock.run([snapshotRequest(objects)]),
	);
	await deleteObjects(lock, clock, findStuckPods(sets, parseItems(json)));
}

export function findStuckPods(
	sets: KubeObject[],
	snapshot: KubeObject[],
): KubeObject[] {
	return sets
		.flatMap((set) => findLiveObject(set, snapshot) ?? [])
		.flatMap((live) => findPods(live, snapshot))
		.filter(
			(pod) =>
				findCondition(pod, "Ready")?.status !== "True" &&
				!isCurrent(pod, snapshot),
		);
}
