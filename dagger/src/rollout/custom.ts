import type { KubeObject } from "../manifests/objects.js";
import { type Condition, conditionOf, conditionsOf } from "./condition.js";
import { failed, type Rule, ready, waiting } from "./state.js";
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
	if (object.metadata.deletionTimestamp) return waiting("is being deleted");
	if (hasObservedGeneration(object) && isUnobserved(object))
		return waiting("waits for its controller");

	const conditions = conditionsOf(object);
	const broken = conditions.find(
		({ type, status }) => givenUp.includes(type) && status === "True",
	);
	if (broken) return failed(words(broken));
	const reconciling = conditionOf(object, "Reconciling");
	if (reconciling?.status === "True") return waiting(words(reconciling));
	const verdict = done
		.map((type) => conditionOf(object, type))
		.find((condition) => condition !== undefined);
	if (!verdict) return ready("exists");
	return verdict.status === "True"
		? ready(words(verdict))
		: waiting(words(verdict));
};

function hasObservedGeneration({ status }: KubeObject): boolean {
	return Object.hasOwn(status ?? {}, "observedGeneration");
}

function words({ type, status, reason, message }: Condition): string {
	const head = status === "True" ? type : `not ${type}`;
	return [head, reason, message].filter(Boolean).join(": ");
}
