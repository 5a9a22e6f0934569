import {
	type Condition,
	findCondition,
	listConditions,
} from "../kubernetes/condition.js";
import { identify, type KubeObject } from "../kubernetes/object.js";
import {
	failed,
	type HealthContext,
	isFormer,
	isUnchanged,
	progressing,
	type Rule,
	ready,
} from "./health.js";
import { isUnobserved } from "./workload.js";

/** Conditions by which resources say that they are done, and those by which they say that they gave up. */
const done = [
	"Ready",
	"Available",
	"Succeeded",
	"Complete",
	"Established",
	"Healthy",
];
const givenUp = ["Stalled", "Failed"];

/** Any other resource, by its conditions as the conventions of Kubernetes have them; without conditions it is ready. */
export const custom: Rule = (object, surroundings) => {
	if (hasObservedGeneration(object) && isUnobserved(object))
		return progressing("waits for its controller");

	// A controller that is to write a status needs a moment for it.
	if (!object.status) return ready("exists", object.metadata.creationTimestamp);
	const conditions = listConditions(object);
	const current = conditions.filter((one) => isCurrent(one, object));
	const broken = current.find(
		({ type, status }) => givenUp.includes(type) && status === "True",
	);
	if (broken)
		return isAboutBefore(broken, object, surroundings)
			? progressing(format(broken))
			: failed(format(broken));
	const reconciling = current.find(({ type }) => type === "Reconciling");
	if (reconciling?.status === "True") return progressing(format(reconciling));
	const condition = done
		.map((type) => findCondition(object, type))
		.find((found) => found !== undefined);
	// A controller may leave other conditions at the generation that they are of.
	const seen = condition ? current.includes(condition) : current.length > 0;
	if (conditions.length > 0 && !seen)
		return progressing("waits for its controller");
	if (!condition) return ready("exists");
	if (condition.status !== "True") return progressing(format(condition));
	if (!isAboutBefore(condition, object, surroundings))
		return ready(format(condition));
	// The controller needs a moment to look.
	const applied = surroundings.applyTimes?.get(identify(object));
	return ready(format(condition), applied?.time);
};

/** Whether a condition, which tells no generation, may be about the spec before. */
function isAboutBefore(
	condition: Condition,
	object: KubeObject,
	surroundings: HealthContext,
): boolean {
	return (
		condition.observedGeneration === undefined &&
		!hasObservedGeneration(object) &&
		isFormer(object, condition, surroundings) &&
		!isUnchanged(object, surroundings)
	);
}

function isCurrent(
	{ observedGeneration = Infinity }: Condition,
	{ metadata }: KubeObject,
): boolean {
	return observedGeneration >= (metadata.generation ?? 0);
}

function hasObservedGeneration({ status }: KubeObject): boolean {
	return Object.hasOwn(status ?? {}, "observedGeneration");
}

function format({ type, status, reason, message }: Condition): string {
	const head = status === "True" ? type : `not ${type}`;
	return [head, reason, message].filter(Boolean).join(": ");
}
