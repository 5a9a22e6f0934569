import type {
	DaemonSetSpec,
	DaemonSetStatus,
} from "kubernetes-types/apps/v1.js";
import type { Typed } from "../kubernetes/object.js";
import { progressing, type Rule } from "./health.js";
import { creationProblem, isUnobserved, workloadHealth } from "./workload.js";

type DaemonSet = Typed<DaemonSetSpec, DaemonSetStatus>;

/** Ready when every node that is to have a Pod has one of the newest revision, and it is available. */
export const daemonset: Rule<DaemonSet> = (object, surroundings) => {
	const { spec, status = {} } = object;
	if (isUnobserved(object)) return progressing("waits for its controller");

	const want = status.desiredNumberScheduled ?? 0;
	return workloadHealth(
		object,
		{
			want,
			updated: status.updatedNumberScheduled ?? 0,
			available: status.numberAvailable ?? 0,
			total: status.currentNumberScheduled ?? 0,
			kept: spec.updateStrategy?.type === "OnDelete" ? want : 0,
		},
		surroundings,
		creationProblem(object, surroundings),
	);
};
