import {
	applyDefinitions,
	applyRelease,
	deleteObjects,
} from "../cluster/apply.js";
import {
	type ApplyTimes,
	type Changes,
	findChanges,
} from "../cluster/apply-times.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { DryRun } from "../cluster/dry-run.js";
import type { Snapshot } from "../cluster/snapshot.js";
import { formatName, formatNames } from "../kubernetes/object.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import type { Context } from "./context.js";

/** Applies the release, and prints what became of each object. */
export async function applyChanges(
	context: Context,
	lock: DeployLock,
	{ recreate, flags, needsDefinitions }: DryRun,
): Promise<{ changes: Changes; applyTimes: ApplyTimes; snapshot: Snapshot }> {
	const { clock, options, print, release, steps } = context;
	context.hasApplied = true;
	const { snapshot, ...second } = await steps.run("apply", async () => {
		// The pre-deploy Jobs have run by now, and may have deleted themselves: these are not to run again.
		const others = recreate.filter((object) => !isPreDeployJob(object));
		await deleteObjects(lock, clock, others, options.timeout);
		if (needsDefinitions) await applyDefinitions(lock, release, flags);
		const world = { ...context, cluster: lock };
		const rest = release.objects.filter((one) => !isPreDeployJob(one));
		const objects = rest.length > 0 ? rest : release.objects;
		return applyRelease(world, release, flags, objects);
	});
	const applyTimes = new Map([
		...(context.applied ?? []),
		...second.applyTimes,
	]);
	const changes = findReleaseChanges(context, applyTimes);
	context.changes = changes;
	for (const [object, change] of changes)
		print(`  ${formatName(object)} ${change}`);
	print(`${formatNames(release.objects)} deployment initiated.`);
	return { changes, applyTimes, snapshot };
}

/** What happens to each object of a release, the Secrets that it is made with first. */
export function findReleaseChanges(
	{ release, found }: Pick<Context, "release" | "found">,
	after: ApplyTimes,
): Changes {
	const { pullSecret, envSecret, objects } = release;
	return findChanges(
		[pullSecret ?? [], envSecret ?? [], objects].flat(),
		found.applyTimes,
		after,
	);
}
