import type { DeployLock } from "../cluster/deploy-lock.js";
import { type DryRun, dryRunRelease } from "../cluster/dry-run.js";
import { requireNewest, type Seen, type World } from "../cluster/lock.js";
import {
	createNamespace,
	type Preflight,
	preflight,
} from "../cluster/preflight.js";
import type { KubeObject } from "../kubernetes/object.js";
import type { Context, Options, Source } from "./context.js";

/** What has to be right before anything is built. */
export async function checkPreconditions(
	{ cluster, clock }: World,
	source: Pick<Source, "render">,
	options: Pick<
		Options,
		| "app"
		| "secretName"
		| "account"
		| "commit"
		| "allowOlder"
		| "createNamespace"
	>,
): Promise<{ rendered: KubeObject[]; found: Preflight; seen: Seen }> {
	const rendered = await source.render();
	const found = await preflight(
		cluster,
		{ ...options, objects: rendered },
		options.createNamespace,
	);
	requireNewest(options, found.lease);
	return { rendered, found, seen: { lease: found.lease, since: clock.now() } };
}

/** After another deploy has ended, the cluster is another: what it did is not to be taken for ours, nor undone. */
export async function checkAgain(
	context: Context,
	lock: DeployLock,
): Promise<DryRun> {
	const { objects } = context.release;
	const subject = { ...context.options, objects };
	context.before = (await preflight(lock, subject)).applyTimes;
	return makeDryRun(context);
}

/** Lets the cluster try the release, in a namespace that is made first where that was asked for. */
export async function makeDryRun(
	context: Context,
	found?: Preflight,
): Promise<DryRun> {
	const { cluster, release, options, before } = context;
	if (found && !found.hasNamespace) await createNamespace(cluster);
	const { forceConflicts } = options;
	const dryRun = await dryRunRelease(cluster, release, forceConflicts, before);
	context.release = dryRun.release;
	return dryRun;
}
