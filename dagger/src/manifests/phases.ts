import { conditionOf } from "../rollout/condition.js";
import { type KubeObject, liveOf } from "./objects.js";

const run = { annotation: "slipway/run", before: "before-deploy" };

/** Kinds that others need: they come before anything that runs. */
const groundwork = [
	"Namespace",
	"ResourceQuota",
	"LimitRange",
	"CustomResourceDefinition",
	"ServiceAccount",
	"Role",
	"ClusterRole",
	"RoleBinding",
	"ClusterRoleBinding",
	"ConfigMap",
	"Secret",
	"PersistentVolume",
	"PersistentVolumeClaim",
];

/** A Job that must succeed before the workloads change, such as a migration. */
export function runsBefore({ kind, metadata }: KubeObject): boolean {
	return (
		kind === "Job" && metadata.annotations?.[run.annotation] === run.before
	);
}

/** What is applied first where something runs before: that, and what it needs. */
export function comesFirst(object: KubeObject): boolean {
	return runsBefore(object) || groundwork.includes(object.kind);
}

/** The Pods and Jobs that have failed for good: the cluster does not try them again. */
export function failedForGood(
	objects: KubeObject[],
	snapshot: KubeObject[],
): KubeObject[] {
	return objects.filter((object) => {
		const live = liveOf(object, snapshot);
		if (live?.kind === "Job")
			return conditionOf(live, "Failed")?.status === "True";
		const { phase } = (live?.status ?? {}) as { phase?: string };
		return live?.kind === "Pod" && phase === "Failed";
	});
}
