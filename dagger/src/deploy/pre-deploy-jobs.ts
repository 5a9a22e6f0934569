import { applyRelease, deleteObjects } from "../cluster/apply.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { DryRun } from "../cluster/dry-run.js";
import { snapshotReader } from "../cluster/snapshot.js";
import type { Commit } from "../input/commit.js";
import { isPreDeployJob, isPrerequisite } from "../manifests/prerequisites.js";
import { gatherEvidence } from "../report/evidence.js";
import { describeFailure } from "../report/failed.js";
import type { Context } from "./context.js";
import { watch } from "./wait.js";

/** Runs the Jobs that must succeed before the workloads change, on what they need of the release. */
export async function runPreDeployJobs(
	context: Context,
	lock: DeployLock,
	{ flags, recreate }: DryRun,
	former: Commit | undefined,
): Promise<void> {
	const { clock, options, release } = context;
	const jobs = release.objects.filter(isPreDeployJob);
	if (jobs.length === 0) return;
	const ended = recreate.filter(isPreDeployJob);
	await deleteObjects(lock, clock, ended, options.timeout);
	await applyRelease(
		lock,
		release,
		flags,
		release.objects.filter(isPrerequisite),
	);
	const result = await watch(context, "pre-deploy", {
		objects: jobs,
		read: snapshotReader(lock, release.objects),
	});
	if (result.outcome === "ready") return;
	lock.record(former);
	throw describeFailure(result, release.image, [
		...(await gatherEvidence(lock, result)),
		{ label: "now", text: "the workloads were not changed" },
	]);
}
