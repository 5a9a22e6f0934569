import { type Cluster, refusal, stdoutOrThrow } from "../kubectl/cluster.js";
import type { Answer } from "../kubectl/script.js";
import { resourceName } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import { withoutDefined } from "../manifests/definitions.js";
import { formatObjects } from "../manifests/objects.js";
import type { Release } from "../manifests/release.js";
import {
	listFiles,
	objectsFile,
	refusedObjects,
	releaseFiles,
} from "./apply.js";
import { type ApplyTimes, parseApplyTimes } from "./apply-times.js";
import { isConflict, isFormerOwner } from "./conflicts.js";
import { withoutOwnNeeds } from "./own-needs.js";
import { findEnded, findImmutable, findMisconfigured } from "./recreate.js";
import { runRepeatedly, type Writing } from "./repeats.js";
import {
	autoscaler,
	isScaleConflict,
	keepScaled,
	scaledTemplate,
} from "./replicas.js";
import {
	applyRequest,
	asApplyTimes,
	filenames,
	forceConflicts,
	parseItems,
	snapshotRequest,
} from "./requests.js";
import { parseForbidden } from "./rights.js";
import type { Snapshot } from "./snapshot.js";

/** What the server would do with a release. */
export type DryRun = {
	/** The release as it is to be applied: what an autoscaler has set stays. */
	release: Release;
	flags: string[];
	/** What cannot become what its manifest asks for, and is to be deleted and created again. */
	recreate: KubeObject[];
	/** The cluster does not know all kinds before the release's own definitions are applied. */
	needsDefinitions: boolean;
	applyTimes: ApplyTimes;
	snapshot: Snapshot;
};

/** How a release is tried, and what came of it. */
type Attempt = Pick<DryRun, "release" | "flags" | "needsDefinitions">;
type Tried = { tried: Answer; read: Answer };

/** Lets the server try the whole release before anything of it is applied. */
export async function dryRunRelease(
	world: Writing,
	release: Release,
	force = false,
	needsDefinitions = false,
): Promise<DryRun> {
	const { objects } = release;
	const { tried, read, ...how } = await attemptAll(
		world,
		{ release, flags: [], needsDefinitions },
		force ? isConflict : isFormerOwner,
	);
	const refusals =
		tried.code === 0 ? "" : withoutOwnNeeds(tried.stderr, objects);
	const immutable = findImmutable(refusals, objects);
	const isSilent = tried.code !== 0 && withoutOwnNeeds(tried.stderr, []) === "";
	if (isSilent || (refusals !== "" && immutable.length === 0))
		throw refusal(refusedObjects, { ...tried, stderr: refusals });
	const [live = ""] = stdoutOrThrow("the cluster cannot be read", [read]);
	const snapshot = parseItems(live);
	const others = [
		...findEnded(objects, snapshot),
		...findMisconfigured(objects, snapshot),
	];
	return {
		...how,
		recreate: how.release.objects.filter((_, index) =>
			[...immutable, ...others].includes(objects[index] as KubeObject),
		),
		applyTimes: parseApplyTimes(tried.stdout),
		snapshot,
	};
}

/** Tries again in another way as long as a refusal says that there is one. */
async function attemptAll(
	world: Writing,
	how: Attempt,
	mayForce: (stderr: string) => boolean,
): Promise<Attempt & Tried> {
	const attempt = { ...how, ...(await tryRelease(world, how)) };
	const { release, flags, tried } = attempt;
	if (tried.code === 0) return attempt;
	const { objects } = release;
	if (isScaleConflict(tried.stderr) && flags.length === 0) {
		const kept = await keepReplicas(world.cluster, objects, listKnown(how));
		if (kept.some((object, index) => object !== objects[index]))
			return attemptAll(
				world,
				{ ...how, release: { ...release, objects: kept } },
				mayForce,
			);
	}
	return flags.length === 0 && mayForce(tried.stderr)
		? attemptAll(world, { ...how, flags: [forceConflicts] }, mayForce)
		: attempt;
}

/** What is scaled is read now: an autoscaler may have begun since the deploy did, or scale what it does not know. */
async function keepReplicas(
	cluster: Cluster,
	objects: KubeObject[],
	known: KubeObject[],
): Promise<KubeObject[]> {
	const scaled = asApplyTimes(scaledTemplate);
	const calls = [
		["get", "--ignore-not-found", ...filenames(objectsFile), scaled],
		["get", resourceName(autoscaler), "--output=json"],
	];
	const [found, listed] = await cluster.run(calls, {
		files: { [objectsFile]: formatObjects(known.filter(hasReplicas)) },
		parallel: true,
	});
	if (!found || !listed) throw new Error("kubectl did not run");
	const mayNotList = parseForbidden(listed.stderr).length > 0;
	const [lines = "", live] = stdoutOrThrow(
		"what is scaled cannot be read",
		mayNotList ? [found] : [found, listed],
	);
	return keepScaled(
		objects,
		parseApplyTimes(lines),
		live === undefined ? undefined : [...objects, ...parseItems(live)],
	);
}

function hasReplicas({ spec = {} }: KubeObject): boolean {
	return (spec as { replicas?: number }).replicas !== undefined;
}

/** What the cluster can know before the release's own definitions are applied. */
function listKnown({ release, needsDefinitions }: Attempt): KubeObject[] {
	const { objects } = release;
	return needsDefinitions ? withoutDefined(objects) : objects;
}

async function tryRelease(world: Writing, how: Attempt): Promise<Tried> {
	const known = listKnown(how);
	const calls = [
		applyRequest(listFiles(how.release), [...how.flags, "--dry-run=server"]),
		snapshotRequest(known),
	];
	const options = { ...releaseFiles(how.release, known), parallel: true };
	const [tried, read] = await runRepeatedly(world, calls, options);
	if (!tried || !read) throw new Error("kubectl did not run");
	return { tried, read };
}
