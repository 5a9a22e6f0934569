import { isDeepStrictEqual } from "node:util";
import { applyRelease, deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { DryRun } from "../cluster/dry-run.js";
import { snapshotReader } from "../cluster/snapshot.js";
import { identify, type KubeObject } from "../kubernetes/object.js";
import {
	endsByItself,
	isPreDeployJob,
	isPrerequisite,
} from "../manifests/prerequisites.js";
import type { Release } from "../manifests/release.js";
import { findLiveRelease } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import type { Context, Found } from "./context.js";
import { describeUnready } from "./failure.js";
import { watch } from "./wait.js";

/** The same release without the Jobs that the running one has run already, and that have deleted themselves. */
export function leaveDone(
	release: Release,
	{ applyTimes }: Pick<Found, "applyTimes">,
	records: ReleaseRecord[],
): Release {
	const { objects: recorded = [] } = findLiveRelease(records) ?? {};
	const isDone = (object: KubeObject) =>
		isPreDeployJob(object) &&
		endsByItself(object) &&
		!applyTimes.has(identify(object)) &&
		recorded.some((one) => isDeepStrictEqual(one, object));
	const { objects, done = [] } = release;
	return {
		...release,
		objects: objects.filter((object) => !isDone(object)),
		done: [...done, ...objects.filter(isDone)],
	};
}

/** Runs the Jobs that must succeed before the workloads change, on what they need of the release. */
export async function runPreDeployJobs(
	context: Context,
	lock: DeployLock,
	{ flags, recreate }: DryRun,
): Promise<void> {
	const { clock, options, release } = context;
	const jobs = release.objects.filter(isPreDeployJob);
	if (jobs.length === 0) return;
	const ended = recreate.filter(isPreDeployJob);
	await deleteObjects(lock, clock, ended, options.timeout);
	const { applyTimes } = await applyRelease(
		{ ...context, cluster: lock },
		release,
		flags,
		release.objects.filter(isPrerequisite),
	);
	context.applied = applyTimes;
	const result = await watch(context, "pre-deploy", {
		objects: jobs,
		read: snapshotReader(lock, release.objects),
		applyTimes,
	});
	context.preDeploy = result;
	if (result.outcome === "ready") return;
	throw await describeUnready(context, lock, result);
}
