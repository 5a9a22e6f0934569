import { deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { formatTarget } from "../cluster/requests.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import { listKept } from "../manifests/release.js";
import { findLiveRelease } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import {
	type Applied,
	listRemoved,
	type Removal,
	selectRemovable,
} from "../release/removed.js";
import type { Context } from "./context.js";
import { findPullSecrets } from "./pull-secrets.js";

/** Deletes what the releases since the one that runs have applied, and this one has no longer. */
export function removeFormer(
	context: Context,
	lock: DeployLock,
): Promise<KubeObject[]> {
	const former = listFormer(context.records);
	return removeLeft(context, lock, former, listKept(context.release));
}

/** What the cluster may still have of former releases: of the one that runs, and of those that failed since. */
export function listFormer(records: ReleaseRecord[]): ReleaseRecord[] {
	const live = findLiveRelease(records)?.number ?? 0;
	return records.filter(({ number }) => number >= live);
}

/** Deletes what some releases have applied and another has not, as far as it is still the app's own. */
export async function removeLeft(
	{ clock, options, print }: Context,
	lock: DeployLock,
	before: Applied[],
	now: KubeObject[],
): Promise<KubeObject[]> {
	const found = await findRemovable(lock, options.app, before, now);
	for (const { object, reason } of found.kept)
		print(`  ${formatName(object)} is kept: ${reason}`);
	const ours = [...found.delete].reverse();
	await deleteObjects(lock, clock, ours, options.timeout, "background");
	for (const object of ours) print(`  ${formatName(object)} deleted`);
	return ours;
}

export async function findRemovable(
	cluster: Cluster,
	app: string,
	before: Applied[],
	now: KubeObject[],
): Promise<Removal> {
	const pullSecrets = await findPullSecrets(cluster, app, before, now);
	const removed = listRemoved({ before, now });
	if (removed.length === 0) return pullSecrets;
	const flags = [
		"--ignore-not-found",
		"--show-managed-fields",
		"--output=json",
	];
	const call = ["get", ...removed.map(formatTarget), ...flags];
	const [json = ""] = stdoutOrThrow(
		"what the manifests have no longer cannot be read",
		await cluster.run([call]),
	);
	const found = selectRemovable(app, parseFound(json));
	// What is applied last is deleted first.
	return {
		delete: [...pullSecrets.delete, ...found.delete],
		kept: [...pullSecrets.kept, ...found.kept],
	};
}

/** kubectl prints one object as it is, several as a list, and none as nothing. */
function parseFound(json: string): KubeObject[] {
	if (json.trim() === "") return [];
	const found = JSON.parse(json) as KubeObject | { items: KubeObject[] };
	return "items" in found ? found.items : [found];
}
