import type { DryRun } from "../cluster/dry-run.js";
import { isHeld, type Lease } from "../cluster/lease.js";
import { withoutSecrets } from "../cluster/requests.js";
import { waitUntilReady } from "../health/wait.js";
import { parseDigest } from "../image/reference.js";
import { isSame } from "../input/commit.js";
import { listKept } from "../manifests/release.js";
import { newestFirst } from "../release/history.js";
import { listRemoved } from "../release/removed.js";
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
	const { clock, release } = context;
	const changes = findReleaseChanges(context, applyTimes);
	const isUnchanged =
		[...changes.values()].every((change) => change === "unchanged") &&
		isOnRecord(context) &&
		!isHeld(lease, 0);
	if (!isUnchanged) return undefined;
	const { outcome, health } = await waitUntilReady({
		objects: withoutSecrets(release.objects),
		digest: parseDigest(release.image),
		timeout: 0,
		read: async () => snapshot,
		clock,
	});
	return outcome === "ready" ? { changes, health, removed: [] } : undefined;
}

/** Whether the last run ended well, with this release: the same commit, and no object more. */
function isOnRecord({ options, records, release }: Context): boolean {
	const last = newestFirst(records)[0];
	const { commit } = options;
	return (
		last?.outcome === "deployed" &&
		last.image === release.image &&
		!last.leftovers?.length &&
		(commit === undefined || isSame(commit, last.commit)) &&
		listRemoved({ before: [last], now: listKept(release) }).length === 0
	);
}
