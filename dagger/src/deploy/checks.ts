import type { File } from "@dagger.io/dagger";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { type DryRun, dryRunRelease } from "../cluster/dry-run.js";
import { requireNewest, type Seen, type World } from "../cluster/lock.js";
import {
	createNamespace,
	type Preflight,
	preflight,
} from "../cluster/preflight.js";
import { objectsFile } from "../manifests/release.js";
import type { Rendered } from "../manifests/render.js";
import type { Context, Options, Source } from "./context.js";

/** What has to be right before anything is built. */
export async function checkPreconditions(
	{ cluster, clock }: World,
	source: Pick<Source, "render">,
	options: Options,
): Promise<{ rendered: Rendered; found: Preflight; seen: Seen }> {
	const rendered = await source.render();
	const found = await preflight(
		cluster,
		options.app,
		rendered.yaml,
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
	const { files } = context.release;
	const yaml = files[objectsFile] as File;
	const { applyTimes } = await preflight(lock, context.options.app, yaml);
	context.before = applyTimes;
	return makeDryRun(context);
}

/** Lets the cluster try the release, in a namespace that is made first where that was asked for. */
export async function makeDryRun(
	{ cluster, release, options }: Context,
	found?: Preflight,
): Promise<DryRun> {
	if (found && !found.hasNamespace) await createNamespace(cluster);
	return dryRunRelease(cluster, release, options.forceConflicts);
}
