import type { DeployLock } from "../cluster/deploy-lock.js";
import type { DryRun } from "../cluster/dry-run.js";
import { type World, withDeployLock } from "../cluster/lock.js";
import { formatNames } from "../kubernetes/object.js";
import { formatDeployed, formatVerdict } from "../report/deployed.js";
import { Steps } from "../report/steps.js";
import { applyChanges } from "./apply.js";
import { checkAgain, checkPreconditions, makeDryRun } from "./checks.js";
import type { Context, Options, Outcome, Source } from "./context.js";
import { failAndRollBack } from "./failure.js";
import { runPreDeployJobs } from "./pre-deploy-jobs.js";
import { findUnchanged } from "./unchanged.js";
import { waitForHealth } from "./wait.js";

/** From source to verdict. The first steps write nothing to the cluster; the others are for one deploy at a time. */
export async function deploy(
	world: World,
	source: Source,
	options: Options,
): Promise<string> {
	const steps = new Steps(world.print, world.clock);
	const { rendered, found, seen } = await steps.run("preflight", () =>
		checkPreconditions(world, source, options),
	);
	await steps.run("build", source.build);
	const image = await steps.run("push", source.push, { describe: String });
	const release = source.release(rendered, image, found);
	const before = found.applyTimes;
	const context = { ...world, options, steps, release, before };

	world.print(`Deploying ${formatNames(release.objects)} to Kubernetes...`);
	const dryRun = await steps.run("dry-run", () => makeDryRun(context, found));
	const outcome =
		(await findUnchanged(context, dryRun, found.lease)) ??
		(await withDeployLock(world, options, seen, (lock) =>
			replace(context, lock, dryRun),
		));
	return conclude(context, outcome);
}

/** Replaces what runs in the cluster by the release, and waits until that is ready. */
async function replace(
	context: Context,
	lock: DeployLock,
	earlier: DryRun,
): Promise<Outcome> {
	const dryRun = lock.waited ? await checkAgain(context, lock) : earlier;
	const former = lock.commit;
	lock.record(context.options.commit);
	await runPreDeployJobs(context, lock, dryRun, former);
	const applied = await applyChanges(context, lock, dryRun, former);
	const result = await waitForHealth(context, lock, applied.snapshot);
	if (result.outcome === "ready") return { ...result, ...applied };
	throw await failAndRollBack(context, lock, result, applied.changes, former);
}

function conclude(context: Context, outcome: Outcome): string {
	const { namespace } = context.cluster;
	const { image } = context.release;
	const steps = context.steps.taken;
	const deployed = { image, namespace, steps, ...outcome };
	context.print(`✓ ${formatVerdict(deployed)}`);
	return formatDeployed(deployed);
}
