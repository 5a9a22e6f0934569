import { applyRelease, deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { DryRun } from "../cluster/dry-run.js";
import { snapshotReader } from "../cluster/snapshot.js";
import { isPreDeployJob, isPrerequisite } from "../manifests/prerequisites.js";
import type { Context } from "./context.js";
import { describeUnready } from "./failure.js";
import { watch } from "./wait.js";

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
