import type { Changes } from "../cluster/apply-times.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { Failure } from "../failures/failure.js";
import type { WaitResult } from "../health/wait.js";
import type { Commit } from "../input/commit.js";
import { findKind } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import { gatherEvidence } from "../report/evidence.js";
import { describeFailure } from "../report/failed.js";
import type { Context } from "./context.js";
import { OnFailure } from "./on-failure.js";
import { describeRollback, rollBack } from "./rollback.js";

/** The failure of a deploy, with its evidence, after the workloads that it changed were rolled back. */
export async function failAndRollBack(
	context: Context,
	lock: DeployLock,
	result: WaitResult,
	changes: Changes,
	former: Commit | undefined,
): Promise<Failure> {
	const evidence = await gatherEvidence(lock, result);
	const now = await rollBackAfterFailure(context, lock, changes, former);
	return describeFailure(result, context.release.image, [
		...evidence,
		...now.map((text) => ({ label: "now" as const, text })),
	]);
}

/** What runs after a failed deploy, a line each. That the rollback failed too is told, not thrown. */
async function rollBackAfterFailure(
	context: Context,
	lock: DeployLock,
	changes: Changes,
	former: Commit | undefined,
): Promise<string[]> {
	const { options, steps } = context;
	const workloads = listReversible(changes);
	if (options.onFailure === OnFailure.Keep || workloads.length === 0)
		return ["what was applied is kept"];
	lock.record(former);
	const world = { ...context, cluster: lock };
	return steps
		.run("rollback", () => rollBack(world, workloads, options.timeout), {
			isGood: ({ outcome }) => outcome === "ready",
		})
		.then(describeRollback, (error: Error) => [error.message]);
}

/** The workloads that this deploy has changed, and that have a revision before. */
export function listReversible(changes: Changes): KubeObject[] {
	return [...changes]
		.filter(
			([object, change]) => findKind(object).undo && change === "configured",
		)
		.map(([object]) => object);
}
