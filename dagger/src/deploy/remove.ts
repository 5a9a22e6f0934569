import { deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { formatTarget } from "../cluster/requests.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import type { Answer } from "../kubectl/script.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";
import { listKept } from "../manifests/release.js";
import { findLiveRelease } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import {
	type Applied,
	listApplied,
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

/** What the cluster may have that a release does not bring, because a former one did. */
export function listLeftovers({ records, release }: Context): KubeObject[] {
	const before = listFormer(records);
	return listRemoved({ before, now: listKept(release) });
}

/**
 * What the cluster may still have of former releases: all of the one that runs, and of those that failed since what they
 * created. What was there before them is not theirs to take away.
 */
export function listFormer(records: ReleaseRecord[]): Applied[] {
	const live = findLiveRelease(records);
	const since = records.filter(({ number }) => number > (live?.number ?? 0));
	return [
		...(live ? [live, { objects: live.leftovers ?? [] }] : []),
		...since.map(listApplied),
	];
}

/** What a run may have created: all that was not there when it began. */
export function listCreated({ found, release }: Context): Applied {
	const isNew = (object: KubeObject) => !found.applyTimes.has(identify(object));
	const { objects } = release;
	return { objects: objects.filter(isNew), pulling: objects };
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
	const { namespace } = cluster;
	const live = await readObjects(cluster, removed);
	const found = selectRemovable({ app, namespace }, live);
	// What is applied last is deleted first.
	return {
		delete: [...pullSecrets.delete, ...found.delete],
		kept: [...pullSecrets.kept, ...found.kept],
	};
}

async function readObjects(
	cluster: Cluster,
	objects: KubeObject[],
): Promise<KubeObject[]> {
	if (objects.length === 0) return [];
	const flags = [
		"--ignore-not-found",
		"--show-managed-fields",
		"--output=json",
	];
	const call = ["get", ...objects.map(formatTarget), ...flags];
	const isAnswer = (answer: Answer) =>
		objects.some((object) => isUnknown(object, [answer]));
	const answers = await cluster.run([call], { isAnswer });
	// With a definition all of its objects went.
	const known = objects.filter((object) => !isUnknown(object, answers));
	if (known.length < objects.length) return readObjects(cluster, known);
	const what = "what the manifests have no longer cannot be read";
	const [json = ""] = stdoutOrThrow(what, answers);
	return parseFound(json);
}

function isUnknown({ kind }: KubeObject, answers: Answer[]): boolean {
	const said = `the server doesn't have a resource type "${kind.toLowerCase()}"`;
	return answers.some(({ stderr }) => stderr.includes(said));
}

/** kubectl prints one object as it is, several as a list, and none as nothing. */
function parseFound(json: string): KubeObject[] {
	if (json.trim() === "") return [];
	const found = JSON.parse(json) as KubeObject | { items: KubeObject[] };
	return "items" in found ? found.items : [found];
}
