import type { ApplyTimes } from "../cluster/apply-times.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { withoutSecrets } from "../cluster/requests.js";
import {
	type Snapshot,
	type SnapshotReader,
	snapshotReader,
} from "../cluster/snapshot.js";
import { type WaitResult, waitUntilReady } from "../health/wait.js";
import { parseDigest } from "../image/reference.js";
import type { KubeObject } from "../kubernetes/object.js";
import { listStartups } from "../release/startups.js";
import { Progress } from "../report/progress.js";
import type { Context } from "./context.js";

/** Waits until all that was applied is ready; the first look is what the apply has read already. */
export async function waitForHealth(
	context: Context,
	lock: DeployLock,
	{
		snapshot,
		...applied
	}: { snapshot: Snapshot; applyTimes: ApplyTimes; before: Snapshot },
): Promise<WaitResult> {
	const first = [snapshot];
	const read = snapshotReader(lock, context.release.objects);
	const result = await watch(context, "rollout", {
		objects: withoutSecrets(context.release.objects),
		read: async (involved) => first.pop() ?? read(involved),
		...applied,
	});
	context.result = result;
	return result;
}

/** What is waited for: objects, and when they were applied. */
type Awaited = {
	objects: KubeObject[];
	read: SnapshotReader;
	applyTimes: ApplyTimes;
	/** What the cluster had before. */
	before?: Snapshot;
};

/** A wait as a step of the run. */
export function watch(
	context: Context,
	name: string,
	what: Awaited,
): Promise<WaitResult> {
	const { image } = context.release;
	return context.steps.run(name, () => waitFor(context, image, what), {
		isGood: ({ outcome }) => outcome === "ready",
	});
}

/** Waits for objects that run an image, with what former releases tell of their start. */
export function waitFor(
	{ clock, found, mask, print, options, records }: Context,
	image: string,
	what: Awaited,
): Promise<WaitResult> {
	return waitUntilReady({
		...what,
		applyTimes: new Map([...found.applyTimes, ...what.applyTimes]),
		digest: parseDigest(image),
		timeout: options.timeout,
		readySeconds: listStartups(records),
		show: new Progress((line) => print(mask(line))).show,
		clock,
	});
}
