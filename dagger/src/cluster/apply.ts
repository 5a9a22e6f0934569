import {
	type Cluster,
	type KubectlOptions,
	stdoutOrThrow,
} from "../kubectl/cluster.js";
import type { KubeObject } from "../kubernetes/object.js";
import { listDefinitions } from "../manifests/definitions.js";
import { formatObjects } from "../manifests/objects.js";
import type { Release } from "../manifests/release.js";
import type { Clock } from "../system/clock.js";
import { type ApplyTimes, parseApplyTimes } from "./apply-times.js";
import { runRepeatedly, type Writing } from "./repeats.js";
import {
	applyRequest,
	formatTarget,
	parseItems,
	snapshotRequest,
} from "./requests.js";
import type { Snapshot } from "./snapshot.js";

export const refusedObjects = "the cluster refused the objects";
const longestDelete = 90;

export const objectsFile = "/objects.json";

/** The files of a release, in the order in which they are applied. */
export function listFiles(release: Release): string[] {
	return [...Object.keys(secretFiles(release)), objectsFile];
}

/** A release as files for kubectl, or some of its objects; what is made of secrets in memory only. */
export function releaseFiles(
	release: Release,
	objects: KubeObject[],
): KubectlOptions {
	return {
		files: { [objectsFile]: formatObjects(objects) },
		secrets: secretFiles(release),
	};
}

function secretFiles({
	pullSecret,
	envSecret,
}: Release): Record<string, string> {
	return {
		...(pullSecret && { "/run/pull-secret.json": JSON.stringify(pullSecret) }),
		...(envSecret && { "/run/env-secret.json": JSON.stringify(envSecret) }),
	};
}

/** Applies a release, or some of its objects, and reads what became of it. */
export async function applyRelease(
	world: Writing,
	release: Release,
	flags: string[],
	objects = release.objects,
): Promise<{ applyTimes: ApplyTimes; snapshot: Snapshot }> {
	const answers = await runRepeatedly(
		world,
		[applyRequest(listFiles(release), flags), snapshotRequest(release.objects)],
		releaseFiles(release, objects),
	);
	const [lines = "", live = ""] = stdoutOrThrow(refusedObjects, answers);
	return { applyTimes: parseApplyTimes(lines), snapshot: parseItems(live) };
}

/** Applies the definitions of a release, and waits until the cluster knows what they define. */
export async function applyDefinitions(
	cluster: Cluster,
	release: Release,
	flags: string[],
): Promise<void> {
	const definitions = listDefinitions(release.objects);
	const targets = definitions.map(formatTarget);
	const wait = ["--for=condition=Established", "--timeout=20s"];
	const answers = await cluster.run(
		[applyRequest(listFiles(release), flags), ["wait", ...targets, ...wait]],
		releaseFiles(release, definitions),
	);
	stdoutOrThrow(refusedObjects, answers);
}

/**
 * Deletes objects and waits until they are gone, in the foreground their Pods too; in calls so short that a lock is renewed
 * in between.
 */
export async function deleteObjects(
	cluster: Cluster,
	clock: Clock,
	objects: KubeObject[],
	timeout = longestDelete,
	cascade: "background" | "foreground" = "foreground",
): Promise<void> {
	if (objects.length === 0) return;
	const wait = ["--wait", "--timeout=10s", `--cascade=${cascade}`];
	const flags = ["--ignore-not-found", ...wait];
	const call = ["delete", ...objects.map(formatTarget), ...flags];
	const start = clock.now();
	for (;;) {
		const answers = await cluster.run([call]);
		const isSlow = answers.some(({ stderr }) => /timed out/.test(stderr));
		if (!isSlow || clock.now() - start > Math.max(timeout, longestDelete)) {
			stdoutOrThrow("the objects cannot be deleted", answers);
			return;
		}
	}
}
