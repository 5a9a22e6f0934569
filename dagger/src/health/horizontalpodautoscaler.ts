import type {
	HorizontalPodAutoscalerSpec,
	HorizontalPodAutoscalerStatus,
} from "kubernetes-types/autoscaling/v2.js";
import { findCondition } from "../kubernetes/condition.js";
import type { Typed } from "../kubernetes/object.js";
import { progressing, type Rule, ready } from "./health.js";
import { describe, findProblem, withProblem } from "./problem.js";

type Autoscaler = Typed<
	HorizontalPodAutoscalerSpec,
	HorizontalPodAutoscalerStatus
>;

/** Ready when it can read its metrics and scale its target. */
export const horizontalpodautoscaler: Rule<Autoscaler> = (object) => {
	const { currentReplicas, desiredReplicas } = object.status ?? {};
	const able = findCondition(object, "AbleToScale");
	const active = findCondition(object, "ScalingActive");
	// A target with no replicas turns it off, which is no trouble.
	if (active?.reason === "ScalingDisabled")
		return ready("is off, for its target has 0 replicas");
	const trouble = [able, active].find(
		(condition) => condition?.status === "False",
	);
	if (trouble) {
		const { reason = "", message = "" } = trouble;
		const problem = findProblem(object, reason, message);
		return problem
			? withProblem(problem, describe(problem, object))
			: progressing(`${reason}: ${message}`);
	}
	if (!able || !active) return progressing("waits for its controller");
	return ready(
		`${currentReplicas ?? 0} replicas, wants ${desiredReplicas ?? 0}`,
	);
};
