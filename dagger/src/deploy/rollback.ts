import { type World, withDeployLock } from "../cluster/lock.js";
import { formatTarget } from "../cluster/requests.js";
import { readApp, snapshotReader, topLevel } from "../cluster/snapshot.js";
import { Failure } from "../failures/failure.js";
import { type WaitResult, waitUntilReady } from "../health/wait.js";
import { stdoutOrThrow } from "../kubectl/cluster.js";
import { findKind, listImages } from "../kubernetes/kinds.js";
import { findLive, formatName, type KubeObject } from "../kubernetes/object.js";
import { Progress } from "../report/progress.js";

/** Rolls all workloads of an app back; fails where none can be, or where what comes back does not get ready. */
export async function rollBackApp(
	world: World,
	app: string,
	timeout: number,
): Promise<string> {
	const { cluster, clock } = world;
	const objects = topLevel(await readApp(cluster, app));
	const workloads = objects.filter((object) => findKind(object).undo);
	if (workloads.length === 0)
		throw new Failure(
			`there is no way back: ${objects.map(formatName).join(", ")} ${objects.length > 1 ? "have" : "has"} no revisions; deploy the commit before instead`,
		);
	const claim = { app, by: "a rollback", allowOlder: true, timeout };
	const seen = { since: clock.now() };
	const result = await withDeployLock(world, claim, seen, (lock) => {
		// Nobody knows which commit the revision before was made of.
		lock.record(undefined);
		return rollBack({ ...world, cluster: lock }, workloads, timeout);
	});
	const lines = describeRollback(result);
	if (result.outcome === "ready")
		return ["✓ back at the revision before", ...lines].join("\n");
	throw new Failure("✗ rollback: the revision before is not ready", {
		evidence: lines.map((text) => ({ label: "now", text })),
	});
}

/** Brings workloads back to their revision before, and waits until that runs. */
export async function rollBack(
	{ cluster, clock, print }: World,
	workloads: KubeObject[],
	timeout: number,
): Promise<WaitResult> {
	print(`Rolling back: ${workloads.map(formatName).join(", ")}`);
	const undo = ["rollout", "undo", ...workloads.map(formatTarget)];
	stdoutOrThrow("there is no way back", await cluster.run([undo]));
	return waitUntilReady({
		objects: workloads,
		timeout,
		read: snapshotReader(cluster, workloads),
		show: new Progress(print).show,
		clock,
	});
}

/** What the workloads run now, a line each, with whatever is not right. */
export function describeRollback({ health, snapshot }: WaitResult): string[] {
	return [...health].map(([object, { status, message }]) => {
		const images = listImages(findLive(object, snapshot) ?? object).join(", ");
		const mark = status === "ready" ? "" : `${status}, `;
		return `${formatName(object)} runs ${images}: ${mark}${message}`;
	});
}
