import type { KubeObject } from "../manifests/objects.js";

/** What may be a part of an app, and has a state to tell. */
export const kinds = [
	"pod",
	"replicaset.apps",
	"deployment.apps",
	"statefulset.apps",
	"daemonset.apps",
	"job.batch",
	"cronjob.batch",
	"service",
	"endpointslice.discovery.k8s.io",
	"ingress.networking.k8s.io",
	"persistentvolumeclaim",
	"horizontalpodautoscaler.autoscaling",
	"lease.coordination.k8s.io",
];

/** The objects that somebody applied, not those that Kubernetes made of them. */
export function owners(snapshot: KubeObject[]): KubeObject[] {
	return snapshot.filter(
		({ kind, metadata }) =>
			!metadata.ownerReferences?.length &&
			!["Event", "EndpointSlice", "Lease"].includes(kind),
	);
}
