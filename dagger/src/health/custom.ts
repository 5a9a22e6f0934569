import {
	type Condition,
	findCondition,
	listConditions,
} from "../kubernetes/condition.js";
import type { KubeObject } from "../kubernetes/object.js";
import { failed, progressing, type Rule, ready } from "./health.js";
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
export const custom: Rule = (object) => {
	if (object.metadata.deletionTimestamp) return progressing("is being deleted");
	if (hasObservedGeneration(object) && isUnobserved(object))
		return progressing("waits for its controller");

	const conditions = listConditions(object);
	const { creationTimestamp, generation = 0 } = object.metadata;
	// A controller that is to write a status needs a moment for it.
	if (!object.status) return ready("exists", creationTimestamp);
	if (
		conditions.some((one) => (one.observedGeneration ?? Infinity) < generation)
	)
		return progressing("waits for its controller");
	const broken = conditions.find(
		({ type, status }) => givenUp.includes(type) && status === "True",
	);
	if (broken) return failed(format(broken));
	const reconciling = findCondition(object, "Reconciling");
	if (reconciling?.status === "True") return progressing(format(reconciling));
	const condition = done
		.map((type) => findCondition(object, type))
		.find((found) => found !== undefined);
	if (!condition) return ready("exists");
	return condition.status === "True"
		? ready(format(condition))
		: progressing(format(condition));
};

function hasObservedGeneration({ status }: KubeObject): boolean {
	return Object.hasOwn(status ?? {}, "observedGeneration");
}

function format({ type, status, reason, message }: Condition): string {
	const head = status === "True" ? type : `not ${type}`;
	return [head, reason, message].filter(Boolean).join(": ");
}
