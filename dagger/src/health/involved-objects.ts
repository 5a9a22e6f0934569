import { findKind } from "../kubernetes/kinds.js";
import { findLiveObject, type KubeObject } from "../kubernetes/object.js";
import { findTellingPods } from "../kubernetes/revision.js";
import type { HealthContext } from "./health.js";
import type { HealthMap } from "./patience.js";
import { pod } from "./pod.js";

/** Of how many objects the events are read at most: each is a request. */
const most = 8;

/**
 * The objects whose events may say why something is not ready: itself, if its kind is told of by events, and its Pods that
 * are not ready either, the newest first. Where there are too many, each object's first come before any other's second.
 */
export function listInvolved(
	health: HealthMap,
	surroundings: HealthContext,
): KubeObject[] {
	const ranked = [...health]
		.filter(([, { status }]) => status !== "ready")
		.map(([applied]) => listTelling(applied, surroundings))
		.flatMap((list) => list.map((object, rank) => ({ object, rank })))
		.sort((a, b) => a.rank - b.rank);
	return [...new Set(ranked.map(({ object }) => object))].slice(0, most);
}

function listTelling(
	applied: KubeObject,
	surroundings: HealthContext,
): KubeObject[] {
	const { others } = surroundings;
	const object = findLiveObject(applied, others);
	// Of a Job that has deleted itself, only its events tell.
	if (!object) return isToldByEvents(applied) ? [applied] : [];
	const pods = findTellingPods(object, others)
		.filter((one) => pod(one, surroundings).status !== "ready")
		.sort((a, b) => createdAt(b) - createdAt(a));
	return isToldByEvents(object) ? [...new Set([object, ...pods])] : pods;
}

/** Of a Service, events tell what becomes of its load balancer, and nothing else. */
function isToldByEvents(object: KubeObject): boolean {
	const { type } = (object.spec ?? {}) as { type?: string };
	if (object.kind === "Service" && type !== "LoadBalancer") return false;
	return findKind(object).toldByEvents === true;
}

function createdAt({ metadata }: KubeObject): number {
	return Date.parse(metadata.creationTimestamp ?? "") || 0;
}
