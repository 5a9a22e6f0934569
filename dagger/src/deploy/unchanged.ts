import type { DryRun } from "../cluster/dry-run.js";
import { findCommit, isHeld, type Lease } from "../cluster/lease.js";
import { withoutSecrets } from "../cluster/requests.js";
import { waitUntilReady } from "../health/wait.js";
import { parseDigest } from "../image/reference.js";
import { isSame } from "../input/commit.js";
import { findReleaseChanges } from "./apply.js";
import type { Context, Outcome } from "./context.js";

/**
 * The outcome where the cluster has all of the release already and runs it; undefined where there is something to do. What
 * is to be recreated would change, or is not ready.
 */
export async function findUnchanged(
	context: Context,
	{ applyTimes, snapshot }: DryRun,
	lease: Lease | undefined,
): Promise<Outcome | undefined> {
	const { clock, options, release } = context;
	const { commit } = options;
	const changes = findReleaseChanges(context, applyTimes);
	const isUnchanged =
		[...changes.values()].every((change) => change === "unchanged") &&
		(commit === undefined || isSame(commit, lease && findCommit(lease))) &&
		!isHeld(lease, 0);
	if (!isUnchanged) return undefined;
	const { outcome, health } = await waitUntilReady({
		objects: withoutSecrets(release.objects),
		digest: parseDigest(release.image),
		timeout: 0,
		read: async () => snapshot,
		clock,
	});
	return outcome === "ready" ? { changes, health } : undefined;
}
