import type {
	HorizontalPodAutoscalerSpec,
	HorizontalPodAutoscalerStatus,
} from "kubernetes-types/autoscaling/v2.js";
import { findCondition } from "../kubernetes/condition.js";
import { identify, type Typed } from "../kubernetes/object.js";
import { isUnchanged, progressing, type Rule, ready } from "./health.js";
import { describe, findProblem, withProblem } from "./problem.js";

type Autoscaler = Typed<
	HorizontalPodAutoscalerSpec,
	HorizontalPodAutoscalerStatus
>;

/** How often its controller looks: --horizontal-pod-autoscaler-sync-period of kube-controller-manager. */
const syncSeconds = 15;

/** Ready when it can read its metrics and scale its target. */
export const horizontalpodautoscaler: Rule<Autoscaler> = (
	object,
	surroundings,
) => {
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
	const message = `${currentReplicas ?? 0} replicas, wants ${desiredReplicas ?? 0}`;
	const changed = surroundings.applyTimes?.get(identify(object))?.time;
	const isSeen = [able, active].some(
		({ lastTransitionTime = "" }) =>
			Date.parse(lastTransitionTime) >= Date.parse(changed ?? ""),
	);
	if (isSeen || isUnchanged(object, surroundings)) return ready(message);
	return { ...ready(message, changed), minReadySeconds: syncSeconds };
};
