import type { KubeObject } from "../manifests/objects.js";

type WithUpdateRevision = KubeObject & { status?: { updateRevision?: string } };
type WithPhase = KubeObject & { status?: { phase?: string } };

const ownerOf = ({ metadata }: KubeObject) => metadata.ownerReferences?.at(0);
const hashOf = ({ metadata }: KubeObject) =>
	metadata.labels?.["controller-revision-hash"];
const templateGenerationOf = ({ metadata }: KubeObject) =>
	Number(metadata.labels?.["pod-template-generation"] ?? 0);
const revisionOf = ({ metadata }: KubeObject) =>
	Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);

/** The objects that an owner made. */
export function ownedBy(uid: string | undefined, others: KubeObject[]) {
	return others.filter((other) => uid && ownerOf(other)?.uid === uid);
}

/** The pods of an owner that are to stay: not being deleted, not ended, of its newest revision. */
export function currentPods(owner: KubeObject, others: KubeObject[]) {
	const made = ownedBy(owner.metadata.uid, others);
	return [
		...made,
		...made.flatMap(({ metadata }) => ownedBy(metadata.uid, others)),
	].filter(
		(other) =>
			other.kind === "Pod" && !hasEnded(other) && isCurrent(other, others),
	);
}

/** Ended pods of a workload stay for a while beside those that replace them: evicted ones for example. */
function hasEnded(pod: KubeObject): boolean {
	return /^(?:Failed|Succeeded)$/.test((pod as WithPhase).status?.phase ?? "");
}

/** Whether a pod is to stay after a rollout: neither being deleted nor of an older revision of its owner. */
export function isCurrent(pod: KubeObject, others: KubeObject[]): boolean {
	if (pod.metadata.deletionTimestamp) return false;
	const { kind, uid } = ownerOf(pod) ?? {};
	const owner = others.find(({ metadata }) => metadata.uid === uid);
	switch (kind) {
		case "ReplicaSet":
			return !owner || isNewest(owner, others);
		case "StatefulSet": {
			const revision = (owner as WithUpdateRevision)?.status?.updateRevision;
			return !revision || hashOf(pod) === revision;
		}
		case "DaemonSet": {
			const newest = ownedBy(uid, others)
				.filter(({ kind }) => kind === "Pod")
				.reduce((a, b) =>
					templateGenerationOf(a) > templateGenerationOf(b) ? a : b,
				);
			// After a rollback, pods of an older generation may have the newest template.
			return hashOf(pod) === hashOf(newest);
		}
		default:
			return true;
	}
}

/** Whether a replica set is of the newest revision of its deployment. */
export function isNewest(replicaSet: KubeObject, others: KubeObject[]) {
	return ownedBy(ownerOf(replicaSet)?.uid, others).every(
		(other) =>
			other.kind !== "ReplicaSet" ||
			revisionOf(other) <= revisionOf(replicaSet),
	);
}
