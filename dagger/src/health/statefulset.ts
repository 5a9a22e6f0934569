import type {
	StatefulSetSpec,
	StatefulSetStatus,
} from "kubernetes-types/apps/v1.js";
import type { Typed } from "../kubernetes/object.js";
import { progressing, type Rule } from "./health.js";
import { creationProblem, isUnobserved, workloadHealth } from "./workload.js";

type StatefulSet = Typed<StatefulSetSpec, StatefulSetStatus>;

/** Ready when all Pods are available, and all of them updated but those that the manifest holds back. */
export const statefulset: Rule<StatefulSet> = (object, surroundings) => {
	const { spec, status = {} } = object;
	if (isUnobserved(object)) return progressing("waits for its controller");

	const want = spec.replicas ?? 1;
	const { type, rollingUpdate } = spec.updateStrategy ?? {};
	const kept =
		type === "OnDelete" ? want : Math.min(rollingUpdate?.partition ?? 0, want);
	return workloadHealth(
		object,
		{
			want,
			updated: status.updatedReplicas ?? 0,
			available: status.availableReplicas ?? 0,
			total: status.replicas ?? 0,
			kept,
		},
		surroundings,
		creationProblem(object, surroundings),
	);
};
