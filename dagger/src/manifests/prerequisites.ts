import { findKind } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";

/** A Job that must succeed before the workloads change, such as a migration. */
export function isPreDeployJob({ kind, metadata }: KubeObject): boolean {
	return (
		kind === "Job" && metadata.annotations?.["slipway/run"] === "before-deploy"
	);
}

/** What is applied first where there are such Jobs: they, and what they may need. */
export function isPrerequisite(object: KubeObject): boolean {
	return isPreDeployJob(object) || findKind(object).prerequisite === true;
}
