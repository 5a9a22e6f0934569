import type { KubeObject } from "../manifests/objects.js";
import { type Rule, waiting } from "./state.js";
import { creationProblem, isUnobserved, rollout } from "./workload.js";

type DaemonSet = KubeObject & {
	spec: { updateStrategy?: { type?: string } };
	status?: {
		desiredNumberScheduled?: number;
		currentNumberScheduled?: number;
		updatedNumberScheduled?: number;
		numberAvailable?: number;
	};
};

/** Ready when every node that is to have a pod has one of the newest revision, and it is available. */
export const daemonset: Rule = (object, surroundings) => {
	const { spec, status = {} } = object as DaemonSet;
	if (isUnobserved(object)) return waiting("waits for its controller");

	const want = status.desiredNumberScheduled ?? 0;
	return rollout(
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
