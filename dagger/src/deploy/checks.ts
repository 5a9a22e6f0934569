import { type DryRun, dryRunRelease } from "../cluster/dry-run.js";
import { requireNewest, type Seen, type World } from "../cluster/lock.js";
import {
	createNamespace,
	type Preflight,
	preflight,
} from "../cluster/preflight.js";
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

/** Lets the cluster try the release, in a namespace that is made first where that was asked for. */
export async function makeDryRun(
	{ cluster, release, options }: Context,
	found?: Preflight,
): Promise<DryRun> {
	if (found && !found.hasNamespace) await createNamespace(cluster);
	return dryRunRelease(cluster, release, options.forceConflicts);
}
