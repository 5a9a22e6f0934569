import { listFiles, releaseFiles } from "../cluster/apply.js";
import { type DryRun, dryRunRelease } from "../cluster/dry-run.js";
import { withoutOwnNeeds } from "../cluster/own-needs.js";
import { diffRequest } from "../cluster/requests.js";
import type { World } from "../cluster/world.js";
import { type Cluster, refusal } from "../kubectl/cluster.js";
import { identify, type KubeObject } from "../kubernetes/object.js";
import { isDefinedIn } from "../manifests/definitions.js";
import { listPlaces } from "../manifests/image.js";
import { listKept } from "../manifests/release.js";
import { formatPlan } from "../report/plan.js";
import { Steps } from "../report/steps.js";
import { checkPreconditions } from "./checks.js";
import type { DeployOptions, ReleaseSource } from "./context.js";
import { leaveDone } from "./pre-deploy-jobs.js";
import { findRemovable, listFormer } from "./remove.js";

/** What a deploy would change; the source computes the image's digest and pushes nothing. */
export async function plan(
	world: World,
	source: ReleaseSource,
	options: Pick<
		DeployOptions,
		"app" | "secretName" | "account" | "env" | "forceConflicts"
	>,
): Promise<string> {
	const { cluster } = world;
	const { rendered, found, records } = await checkPreconditions(world, source, {
		...options,
		allowOlder: true,
	});
	const steps = new Steps(world.print, world.clock);
	const { image, why } = await source.ship(steps, found, records);
	const dryRun = await dryRunRelease(
		world,
		leaveDone(source.release(rendered, image, found), found, records),
		options.forceConflicts,
		found.needsDefinitions,
	);
	const isNew = (object: KubeObject) => !found.applyTimes.has(identify(object));
	const { diff, created } = await findDifference(cluster, dryRun, isNew);
	const former = listFormer(records);
	const kept = listKept(dryRun.release);
	const removed = await findRemovable(cluster, options.app, former, kept);
	return formatPlan({
		diff,
		created,
		image,
		why,
		removed,
		recreated: dryRun.recreate,
		places: listPlaces(rendered),
	});
}

/** The difference as kubectl tells it, and what is created without one: it may need something else of the release first. */
async function findDifference(
	cluster: Cluster,
	dryRun: DryRun,
	isNew: (object: KubeObject) => boolean,
	leaveOut = (object: KubeObject) =>
		dryRun.needsDefinitions && isDefinedIn(dryRun.release.objects, object),
): Promise<{ diff: string; created: KubeObject[] }> {
	const { release, recreate, flags } = dryRun;
	const created = release.objects.filter(leaveOut);
	// What is recreated has no difference that the server would accept.
	const left = release.objects.filter(
		(object) => !recreate.includes(object) && !created.includes(object),
	);
	const calls = [diffRequest(listFiles(release), flags)];
	const [answer] = await cluster.run(calls, releaseFiles(release, left));
	if (!answer) throw new Error("kubectl did not run");
	// kubectl diff ends with 1 where there is a difference, and says nothing where there is none.
	const hasFailed = answer.code > 1 || /error:|Error from/.test(answer.stderr);
	if (!hasFailed) return { diff: answer.stdout, created };
	const stderr = withoutOwnNeeds(answer.stderr, release.objects);
	if (stderr === "" && created.length < release.objects.filter(isNew).length)
		return findDifference(cluster, dryRun, isNew, isNew);
	throw refusal("the cluster cannot tell what would change", {
		...answer,
		stderr: stderr || answer.stderr,
	});
}
