import type { StatefulSetSpec } from "kubernetes-types/apps/v1.js";
import { findKind } from "./kinds.js";
import { findOwned, type KubeObject } from "./object.js";
import { isPod, type Pod } from "./pod.js";

/** The Pods of an owner that are to stay: not being deleted, not ended, of its newest revision. */
export function findCurrentPods(
	owner: KubeObject,
	others: KubeObject[],
): Pod[] {
	return findPods(owner, others).filter(
		(pod) => !hasEnded(pod) && isCurrent(pod, others),
	);
}

/** The Pods that show how an object is: the object itself, if it is one; ended ones where its kind keeps them. */
export function findTellingPods(
	object: KubeObject,
	others: KubeObject[],
): Pod[] {
	if (isPod(object)) return [object];
	const find = findKind(object).keepsEndedPods ? findPods : findCurrentPods;
	return find(object, others);
}

/** All Pods of an owner, those that its ReplicaSets made as well. */
export function findPods(owner: KubeObject, others: KubeObject[]): Pod[] {
	const made = findOwned(owner.metadata.uid, others);
	const grandchildren = made.flatMap(({ metadata }) =>
		findOwned(metadata.uid, others),
	);
	return [...made, ...grandchildren].filter(isPod);
}

/** Ended Pods of a workload stay for a while beside those that replace them, evicted ones for example. */
function hasEnded({ status }: Pod): boolean {
	return /^(?:Failed|Succeeded)$/.test(status?.phase ?? "");
}

/** Whether a Pod is to stay after a rollout: neither being deleted nor of an older revision of its owner. */
export function isCurrent(pod: KubeObject, others: KubeObject[]): boolean {
	const [owner] = pod.metadata.ownerReferences ?? [];
	if (pod.metadata.deletionTimestamp) return false;
	if (!owner) return true;
	const live = others.find(({ metadata }) => metadata.uid === owner.uid);
	if (owner.kind === "ReplicaSet") return !live || isNewest(live, others);
	const { revision } = findKind(owner);
	if (!revision || (live && isKept(pod, live))) return true;
	if ("statusField" in revision) {
		const status = (live?.status ?? {}) as Record<string, unknown>;
		const newest = status[revision.statusField];
		return !newest || pod.metadata.labels?.[revision.podLabel] === newest;
	}
	return (
		!("countedBy" in revision) ||
		sharesNewestLabel(pod, findOwned(owner.uid, others), revision)
	);
}

/** Whether the manifest leaves a Pod at an older revision: until it is deleted, or for its number is below a partition. */
function isKept(pod: KubeObject, { spec }: KubeObject): boolean {
	const { updateStrategy, ordinals } = (spec ?? {}) as StatefulSetSpec;
	const ordinal = Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? Infinity);
	const first = ordinals?.start ?? 0;
	const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
	return updateStrategy?.type === "OnDelete" || ordinal < first + partition;
}

/** After a rollback, Pods that were counted earlier may have the newest template. */
function sharesNewestLabel(
	pod: KubeObject,
	siblings: KubeObject[],
	{ podLabel, countedBy }: { podLabel: string; countedBy: string },
): boolean {
	const count = ({ metadata }: KubeObject) =>
		Number(metadata.labels?.[countedBy] ?? 0);
	const newest = siblings
		.filter(isPod)
		.reduce((a, b) => (count(a) > count(b) ? a : b));
	return pod.metadata.labels?.[podLabel] === newest.metadata.labels?.[podLabel];
}

/** Whether a ReplicaSet is of the newest revision of what made it. */
export function isNewest(
	replicaSet: KubeObject,
	others: KubeObject[],
): boolean {
	const [owner] = replicaSet.metadata.ownerReferences ?? [];
	const revision = owner && findKind(owner).revision;
	if (!revision || !("replicaSetAnnotation" in revision)) return true;
	const count = ({ metadata }: KubeObject) =>
		Number(metadata.annotations?.[revision.replicaSetAnnotation] ?? 0);
	return findOwned(owner.uid, others)
		.filter(({ kind }) => kind === "ReplicaSet")
		.every((other) => count(other) <= count(replicaSet));
}
