import { type Cluster, refusal, stdoutOrThrow } from "../kubectl/cluster.js";
import type { Answer } from "../kubectl/script.js";
import type { KubeObject } from "../kubernetes/object.js";
import type { Release } from "../manifests/release.js";
import { everything, refusedObjects } from "./apply.js";
import { type ApplyTimes, parseApplyTimes } from "./apply-times.js";
import { isFormerKubectl } from "./conflicts.js";
import { withoutOwnNeeds } from "./own-needs.js";
import { findEnded, findImmutable } from "./recreate.js";
import {
	applyRequest,
	forceConflicts,
	parseItems,
	snapshotRequest,
} from "./requests.js";
import type { Snapshot } from "./snapshot.js";

/** What the server would do with a release. */
export type DryRun = {
	/** How it is to be applied. */
	flags: string[];
	/** What cannot become what its manifest asks for, and is to be deleted and created again. */
	recreate: KubeObject[];
	applyTimes: ApplyTimes;
	snapshot: Snapshot;
};

/** Lets the server try the whole release, so that it is applied whole or not at all. */
export async function dryRunRelease(
	cluster: Cluster,
	release: Release,
	force: boolean,
): Promise<DryRun> {
	const { objects } = release;
	let flags = force ? [forceConflicts] : [];
	let { tried, read } = await attempt(cluster, release, flags);
	if (tried.code !== 0 && isFormerKubectl(tried.stderr)) {
		flags = [forceConflicts];
		({ tried, read } = await attempt(cluster, release, flags));
	}
	const refusals =
		tried.code === 0 ? "" : withoutOwnNeeds(tried.stderr, objects);
	const immutable = findImmutable(refusals, objects);
	if (refusals !== "" && immutable.length === 0)
		throw refusal(refusedObjects, { ...tried, stderr: refusals });
	const [live = ""] = stdoutOrThrow("the cluster cannot be read", [read]);
	const snapshot = parseItems(live);
	const failed = findEnded(objects, snapshot);
	return {
		flags,
		recreate: objects.filter(
			(object) => immutable.includes(object) || failed.includes(object),
		),
		applyTimes: parseApplyTimes(tried.stdout),
		snapshot,
	};
}

async function attempt(
	cluster: Cluster,
	{ objects, files, secrets }: Release,
	flags: string[],
): Promise<{ tried: Answer; read: Answer }> {
	const calls = [
		applyRequest(everything, [...flags, "--dry-run=server"]),
		snapshotRequest(objects),
	];
	const options = { files, secrets, parallel: true };
	const [tried, read] = await cluster.run(calls, options);
	if (!tried || !read) throw new Error("kubectl did not run");
	return { tried, read };
}
