import type { KubeObject } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import { describe, problemOf, troubled } from "./problem.js";
import { type Rule, ready, waiting } from "./state.js";

type Autoscaler = KubeObject & {
	status?: { currentReplicas?: number; desiredReplicas?: number };
};

/** Ready when it can read its metrics and scale its target. */
export const horizontalpodautoscaler: Rule = (object) => {
	const { currentReplicas, desiredReplicas } =
		(object as Autoscaler).status ?? {};
	const able = conditionOf(object, "AbleToScale");
	const active = conditionOf(object, "ScalingActive");
	// A target with no replicas turns it off, which is no trouble.
	if (active?.reason === "ScalingDisabled")
		return ready("is off, for its target has 0 replicas");
	const trouble = [able, active].find(
		(condition) => condition?.status === "False",
	);
	if (trouble) {
		const problem = problemOf(
			object,
			trouble.reason ?? "",
			trouble.message ?? "",
		);
		return problem
			? troubled(problem, describe(problem, object))
			: waiting(`${trouble.reason}: ${trouble.message}`);
	}
	if (!able || !active) return waiting("waits for its controller");
	return ready(
		`${currentReplicas ?? 0} replicas, wants ${desiredReplicas ?? 0}`,
	);
};
