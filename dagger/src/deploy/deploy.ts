import type { Changes } from "../cluster/apply-times.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { DryRun } from "../cluster/dry-run.js";
import { withDeployLock } from "../cluster/lock.js";
import { createNamespace } from "../cluster/namespace.js";
import type { World } from "../cluster/world.js";
import type { WaitResult } from "../health/wait.js";
import { formatName, formatNames } from "../kubernetes/object.js";
import { findBroken } from "../release/history.js";
import type { Order } from "../release/order.js";
import type { ReleaseRecord } from "../release/record.js";
import { formatDeployed, formatVerdict } from "../report/deployed.js";
import { Steps } from "../report/steps.js";
import { applyChanges } from "./apply.js";
import { checkAgain, checkPreconditions, makeDryRun } from "./checks.js";
import type {
	Context,
	DeployOptions,
	Found,
	Outcome,
	ReleaseSource,
} from "./context.js";
import {
	describeLeftovers,
	describeUnready,
	describeUnrecorded,
	rollBack,
} from "./failure.js";
import { leaveDone, runPreDeployJobs } from "./pre-deploy-jobs.js";
import { beginRecord, endRecord, tryToEndRecord } from "./record.js";
import { describeEnv, recordedSource } from "./recorded.js";
import { listLeftovers, removeFormer } from "./remove.js";
import { deleteStuckPods } from "./stuck-pods.js";
import { findUnchanged } from "./unchanged.js";
import { waitForHealth } from "./wait.js";

/** From source to verdict. The first steps change no object of the app; the others are for one deploy at a time. */
export async function deploy(
	world: World,
	source: ReleaseSource,
	options: DeployOptions,
): Promise<string> {
	const steps = new Steps(world.print, world.clock);
	const { rendered, found, seen, order, records } = await steps.run(
		"preflight",
		() => checkPreconditions(world, source, options),
	);
	if (order.kind === "back") return goBack(world, order, options);
	const { image, contentKey } = await source.ship(steps, found, records);
	const makeRelease = (found: Found, records: ReleaseRecord[]) =>
		leaveDone(source.release(rendered, image, found), found, records);
	const context: Context = {
		...world,
		options,
		steps,
		rendered,
		release: makeRelease(found, records),
		makeRelease,
		contentKey,
		found,
		records,
	};

	const names = formatNames(context.release.objects);
	for (const job of context.release.done ?? [])
		world.print(`  ${formatName(job)} has run, and does not run again`);
	world.print(`Deploying ${names} to Kubernetes...`);
	if (!found.hasNamespace) await createNamespace(world.cluster, options.app);
	const dryRun = await steps.run("dry-run", () => makeDryRun(context));
	const outcome =
		(await findUnchanged(context, dryRun, found.lease)) ??
		(await withDeployLock(world, options, seen, (lock) =>
			replace(context, lock, dryRun),
		));
	return conclude(context, outcome);
}

/** Deploys the release on record that is of the same commit as the source. */
function goBack(
	world: World,
	{ to, from }: Extract<Order, { kind: "back" }>,
	options: DeployOptions,
): Promise<string> {
	world.print(
		`going back to release ${to.number}: its commit is older${options.env ? ", and --env-file is left out" : ""}`,
	);
	return deployRecorded(world, { ...options, env: undefined }, to, from);
}

/** Deploys a release on record again, whole, in place of the one that runs. */
export function deployRecorded(
	world: World,
	options: Omit<DeployOptions, "commit" | "tags" | "allowOlder">,
	record: ReleaseRecord,
	live?: ReleaseRecord,
): Promise<string> {
	const { commit, tags } = record;
	return deploy(world, recordedSource(record, live), {
		...options,
		commit,
		tags,
		allowOlder: true,
		forceFields: true,
	});
}

/** Replaces what runs in the cluster by the release, and puts that on record. */
async function replace(
	context: Context,
	lock: DeployLock,
	earlier: DryRun,
): Promise<Outcome> {
	const dryRun = lock.waited ? await checkAgain(context, lock) : earlier;
	await beginRecord(context, lock);
	const { changes, result } = await rollOut(context, lock, dryRun);
	const removed = await removeFormer(context, lock).catch(
		async (error: Error) => {
			// It runs, whatever could not be deleted: no other release is the live one.
			const leftovers = listLeftovers(context);
			const failure = describeLeftovers(context, error);
			const ending = { outcome: "deployed", leftovers, failure } as const;
			await tryToEndRecord(context, lock, ending);
			throw failure;
		},
	);
	await endRecord(context, lock, { outcome: "deployed", removed }).catch(
		(error: Error) => {
			throw describeUnrecorded(context, error);
		},
	);
	return { changes, health: result.health, removed };
}

/** Applies the release and waits until it is ready; if it does not get so, the one that ran before comes back. */
async function rollOut(
	context: Context,
	lock: DeployLock,
	dryRun: DryRun,
): Promise<{ changes: Changes; result: WaitResult }> {
	try {
		await runPreDeployJobs(context, lock, dryRun);
		const { changes, ...applied } = await applyChanges(context, lock, dryRun);
		if (findBroken(context.records))
			await deleteStuckPods(lock, context.clock, context.release.objects);
		const { snapshot: before } = dryRun;
		const result = await waitForHealth(context, lock, { ...applied, before });
		if (result.outcome === "ready") return { changes, result };
		throw await describeUnready(context, lock, result);
	} catch (error) {
		throw await rollBack(context, lock, error as Error);
	}
}

function conclude(context: Context, outcome: Outcome): string {
	const { namespace } = context.cluster;
	const { image } = context.release;
	const steps = context.steps.taken;
	const number = context.record?.number;
	const notes = describeEnv(context, context.release);
	const deployed = { image, namespace, steps, number, notes, ...outcome };
	context.print(`✓ ${formatVerdict(deployed)}`);
	return formatDeployed(deployed);
}
