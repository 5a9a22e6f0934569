import type { JobSpec } from "kubernetes-types/batch/v1.js";
import { findKind } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";

/** A Job that must succeed before the workloads change, such as a migration. */
export function isPreDeployJob({ kind, metadata }: KubeObject): boolean {
	return (
		kind === "Job" && metadata.annotations?.["slipway/run"] === "before-deploy"
	);
}

/** A Job that is gone some time after it has ended. */
export function endsByItself({ kind, spec }: KubeObject): boolean {
	const { ttlSecondsAfterFinished } = (spec ?? {}) as JobSpec;
	return kind === "Job" && ttlSecondsAfterFinished !== undefined;
}

/** What is applied first where there are such Jobs: they, and what they may need. */
export function isPrerequisite(object: KubeObject): boolean {
	return isPreDeployJob(object) || findKind(object).prerequisite === true;
}
