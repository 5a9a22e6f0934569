import type {
	ContainerStatus,
	PodSpec,
	PodStatus,
	Container as Spec,
} from "kubernetes-types/core/v1.js";
import { findCondition } from "./condition.js";
import type { KubeObject, Typed } from "./object.js";

export type Pod = Typed<
	PodSpec,
	// Kubernetes 1.34 has it, the types of 1.30 do not.
	PodStatus & { observedGeneration?: number }
>;

export function isPod(object: KubeObject): object is Pod {
	return object.apiVersion === "v1" && object.kind === "Pod";
}

export function isReady(pod: Pod): boolean {
	return findCondition(pod, "Ready")?.status === "True";
}

export type ProbeField = "readinessProbe" | "startupProbe" | "livenessProbe";

/** A container as the Pod wants it, with what the kubelet reports of it. */
export type Container = {
	spec: Spec;
	status?: ContainerStatus;
	/** It is expected to end: an init container which is no sidecar. */
	runsToCompletion: boolean;
};

export function listContainers({ spec, status }: Pod): Container[] {
	const pair = (specs: Spec[] = [], statuses: ContainerStatus[] = []) =>
		specs.map((spec) => ({
			spec,
			status: statuses.find(({ name }) => name === spec.name),
		}));
	return [
		...pair(spec.initContainers, status?.initContainerStatuses).map(
			(container) => ({
				...container,
				runsToCompletion: container.spec.restartPolicy !== "Always",
			}),
		),
		...pair(spec.containers, status?.containerStatuses).map((container) => ({
			...container,
			runsToCompletion: false,
		})),
	];
}

/** A container's name, where a Pod has several to tell apart. */
export function nameIfSeveral(pod: Pod, name?: string): string | undefined {
	return listContainers(pod).length > 1 ? name : undefined;
}

/** What the kubelet reports of each container, init containers first. */
export function listStatuses({ status }: Pod): ContainerStatus[] {
	return [
		...(status?.initContainerStatuses ?? []),
		...(status?.containerStatuses ?? []),
	];
}

/**
 * Whether the kubelet still reports a container that its Pod no longer asks for: after a change of the image in place, the
 * old one stays for a moment. Only the app's own image is compared, by its digest.
 */
export function isOld(
	{ spec, status, runsToCompletion }: Container,
	digest?: string,
): boolean {
	if (!status || !digest || !spec.image?.endsWith(digest)) return false;
	// An init container does not run again.
	if (runsToCompletion) return false;
	// The digest may be known under another repository. A runtime that knows an image only by the digest of its
	// configuration, without `@`, cannot be compared by digest.
	const known = [status.imageID, status.image].filter((id) => id.includes("@"));
	if (known.length > 0) return !known.some((id) => id.endsWith(digest));
	return !status.image.startsWith("sha256:") && status.image !== spec.image;
}

/** Waiting for nothing but time. */
export function isStarting(reason?: string): boolean {
	return reason === "ContainerCreating" || reason === "PodInitializing";
}
