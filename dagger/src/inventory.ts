import { imagesOf } from "./manifests.js";
import { type KubeObject, nameOf } from "./objects.js";
import { judge } from "./rollout/index.js";
import type { State } from "./rollout/state.js";

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
];

/** The objects that somebody applied, not those that Kubernetes made of them. */
export function owners(snapshot: KubeObject[]): KubeObject[] {
	return snapshot.filter(
		({ kind, metadata }) =>
			!metadata.ownerReferences?.length &&
			kind !== "Event" &&
			kind !== "EndpointSlice",
	);
}

const marks: Record<State["phase"], string> = {
	ready: "✓",
	waiting: "…",
	failed: "✗",
};

/** What runs now: a line for each object, and one for each image that it runs. */
export function statusText(snapshot: KubeObject[]): string {
	return owners(snapshot)
		.flatMap((object) => {
			const { phase, message } = judge(object, { others: snapshot });
			return [
				`${marks[phase]} ${nameOf(object)}: ${message}`,
				...imagesOf(object).map((image) => `  image    ${image}`),
			];
		})
		.join("\n");
}
