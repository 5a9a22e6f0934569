import { findKind } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import type { Health, Problem } from "./health.js";

/** It crashes, for a database is not there perhaps; or it has no room before others have ended. */
function needsOthers(problem: Problem): boolean {
	return problem.cause.retriedBy === "owner" || needsRoom(problem);
}

export function needsRoom({ cause }: Problem): boolean {
	return cause.fixedByOthers === true;
}

/** Or it does not answer its probes before it has a database. */
export function mayNeedOthers(problem: Problem): boolean {
	return needsOthers(problem) || problem.cause.mayBeStarting === true;
}

/** Whether another workload of the same release, a database perhaps, is still on its way, and needs no others itself. */
export function waitsForOthers(
	object: KubeObject,
	health: ReadonlyMap<KubeObject, Health>,
): boolean {
	return [...health].some(
		([other, { status, parts = [] }]) =>
			other !== object &&
			findKind(other).podTemplate !== undefined &&
			status === "progressing" &&
			!parts.some(({ problems }) => problems.some(needsOthers)),
	);
}
