import { applyRelease, deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { dryRunRelease } from "../cluster/dry-run.js";
import { withoutSecrets } from "../cluster/requests.js";
import { snapshotReader } from "../cluster/snapshot.js";
import type { WaitResult } from "../health/wait.js";
import { formatNames } from "../kubernetes/object.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import { listKept } from "../manifests/release.js";
import type { ReleaseRecord } from "../release/record.js";
import type { Context } from "./context.js";
import { recordedRelease } from "./recorded.js";
import { listCreated, listFormer, removeLeft } from "./remove.js";
import { deleteStuckPods } from "./stuck-pods.js";
import { waitFor } from "./wait.js";

export type Restored = WaitResult & { removalError?: Error };

/** Applies a release on record again, whole, takes away what came after it, and waits until it runs. */
export async function restore(
	context: Context,
	lock: DeployLock,
	record: ReleaseRecord,
): Promise<Restored> {
	const { clock, options, print } = context;
	const release = recordedRelease(record);
	const world = { ...context, cluster: lock };
	print(
		`Going back to release ${record.number}: ${formatNames(release.objects)}`,
	);
	const dryRun = await dryRunRelease(world, release, true);
	await deleteObjects(lock, clock, dryRun.recreate, options.timeout);
	const { applyTimes } = await applyRelease(
		world,
		dryRun.release,
		dryRun.flags,
	);
	const since = [...listFormer(context.records), listCreated(context)];
	// What a Job did stays done, and one that runs still is not cut short.
	const jobs = context.release.objects.filter(isPreDeployJob);
	const kept = [...listKept(release), ...jobs];
	// The release runs all the same, whatever cannot be deleted.
	const removalError = await removeLeft(context, lock, since, kept).then(
		() => undefined,
		(error: Error) => error,
	);
	await deleteStuckPods(lock, clock, release.objects);
	const result = await waitFor(context, release.image, {
		objects: withoutSecrets(release.objects),
		read: snapshotReader(lock, release.objects),
		applyTimes,
		before: dryRun.snapshot,
	});
	return { ...result, removalError };
}
