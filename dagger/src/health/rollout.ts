import {
	findLiveObject,
	type KubeObject,
	type Typed,
} from "../kubernetes/object.js";
import { progressing, type Rule } from "./health.js";
import { newestRefusal } from "./replicaset.js";
import { countReplicas, workloadHealth } from "./workload.js";

/** Argo Rollouts, pkg/apis/rollouts/v1alpha1/types.go: only what is read here. */
export type Rollout = Typed<
	{
		replicas?: number;
		workloadRef?: { apiVersion: string; kind: string; name: string };
	},
	{
		phase: "Healthy" | "Progressing" | "Paused" | "Degraded";
		message: string;
		/** A text, unlike that of other workloads. */
		observedGeneration: string;
		/** The same of the workload that it takes its Pod template from. */
		workloadObservedGeneration: string;
		replicas: number;
		updatedReplicas: number;
		availableReplicas: number;
	}
>;

/** The workload that it takes its Pod template from, if that is not its own. */
function findReferred(
	{ spec: { workloadRef } }: Rollout,
	others: KubeObject[],
): KubeObject | undefined {
	if (!workloadRef) return undefined;
	const { name, ...kind } = workloadRef;
	return findLiveObject({ ...kind, metadata: { name } }, others);
}

/** Ready when its controller says that the new revision is the stable one: by numbers alone a canary would be, too. */
export const rollout: Rule<Rollout> = (object, surroundings) => {
	const { metadata, spec, status = {} } = object;
	const referred = findReferred(object, surroundings.others);
	if (
		status.observedGeneration !== `${metadata.generation}` ||
		(referred &&
			status.workloadObservedGeneration !== `${referred.metadata.generation}`)
	)
		return progressing("waits for its controller");

	const isHealthy = status.phase === "Healthy";
	const all = countReplicas(spec, status);
	// Those of the stable revision may stay for a while, to go back to them at once.
	const counts = isHealthy ? { ...all, total: all.want } : all;
	const refusal = newestRefusal(object, surroundings);
	const health = workloadHealth(object, counts, surroundings, refusal);
	if (isHealthy) return health;
	const words = [status.phase?.toLowerCase(), status.message].filter(Boolean);
	const message = `${health.message}; is ${words.join(": ")}`;
	if (status.phase === "Degraded")
		return { ...health, status: "failed", message };
	if (health.status !== "ready") return health;
	return progressing(message);
};
