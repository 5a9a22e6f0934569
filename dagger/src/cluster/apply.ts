import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import type { KubeObject } from "../kubernetes/object.js";
import {
	objectsFile,
	prerequisitesFile,
	pullSecretFile,
	type Release,
} from "../manifests/release.js";
import type { Clock } from "../system/clock.js";
import { type ApplyTimes, parseApplyTimes } from "./apply-times.js";
import {
	applyRequest,
	formatTarget,
	parseItems,
	snapshotRequest,
} from "./requests.js";
import type { Snapshot } from "./snapshot.js";

export const refusedObjects = "the cluster refused the objects";
export const everything = [pullSecretFile, objectsFile];
/** What pre-deploy Jobs may need, and the Jobs. */
export const prerequisites = [pullSecretFile, prerequisitesFile];
const longestDelete = 90;

/** Applies a release, or some of its files, and reads what became of it. */
export async function applyRelease(
	cluster: Cluster,
	{ objects, files, secrets }: Release,
	flags: string[],
	paths = everything,
): Promise<{ applyTimes: ApplyTimes; snapshot: Snapshot }> {
	const calls = [applyRequest(paths, flags), snapshotRequest(objects)];
	const answers = await cluster.run(calls, { files, secrets });
	const [lines = "", live = ""] = stdoutOrThrow(refusedObjects, answers);
	return { applyTimes: parseApplyTimes(lines), snapshot: parseItems(live) };
}

/** Deletes what is to be recreated, in calls so short that a lock is renewed in between. */
export async function deleteObjects(
	cluster: Cluster,
	clock: Clock,
	objects: KubeObject[],
	timeout = longestDelete,
): Promise<void> {
	if (objects.length === 0) return;
	const flags = ["--ignore-not-found", "--wait", "--timeout=10s"];
	const call = ["delete", ...objects.map(formatTarget), ...flags];
	const start = clock.now();
	for (;;) {
		const answers = await cluster.run([call]);
		const isSlow = answers.some(({ stderr }) => /timed out/.test(stderr));
		if (!isSlow || clock.now() - start > Math.max(timeout, longestDelete)) {
			stdoutOrThrow("what cannot be changed cannot be deleted", answers);
			return;
		}
	}
}
