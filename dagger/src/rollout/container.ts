import type { KubeObject } from "../manifests/objects.js";

export type Probe = {
	httpGet?: { path?: string };
	initialDelaySeconds?: number;
	periodSeconds?: number;
	failureThreshold?: number;
};

export type ProbeField = "readinessProbe" | "startupProbe" | "livenessProbe";

type ContainerSpec = {
	name: string;
	image: string;
	restartPolicy?: string;
} & Partial<Record<ProbeField, Probe>>;

export type Terminated = {
	reason?: string;
	message?: string;
	startedAt?: string;
	exitCode: number;
};

export type ContainerStatus = {
	name: string;
	image: string;
	imageID: string;
	ready: boolean;
	started?: boolean;
	restartCount: number;
	state?: {
		waiting?: { reason?: string; message?: string };
		running?: { startedAt?: string };
		terminated?: Terminated;
	};
	lastState?: { terminated?: Terminated };
};

export type Pod = KubeObject & {
	spec: {
		restartPolicy?: string;
		containers: ContainerSpec[];
		initContainers?: ContainerSpec[];
	};
	status?: {
		phase?: string;
		reason?: string;
		message?: string;
		observedGeneration?: number;
		containerStatuses?: ContainerStatus[];
		initContainerStatuses?: ContainerStatus[];
	};
};

/** A container as the pod wants it, with what the node says of it. */
export type Container = {
	spec: ContainerSpec;
	status?: ContainerStatus;
	/** Its end is expected: an init container which is no sidecar. */
	ends: boolean;
};

export function containersOf({ spec, status }: Pod): Container[] {
	const pair = (
		specs: ContainerSpec[] = [],
		statuses: ContainerStatus[] = [],
	) =>
		specs.map((spec) => ({
			spec,
			status: statuses.find(({ name }) => name === spec.name),
		}));
	return [
		...pair(spec.initContainers, status?.initContainerStatuses).map(
			(container) => ({
				...container,
				ends: container.spec.restartPolicy !== "Always",
			}),
		),
		...pair(spec.containers, status?.containerStatuses).map((container) => ({
			...container,
			ends: false,
		})),
	];
}

/** A container's name, where a pod has several to tell apart. */
export function toldApart(pod: Pod, name?: string): string | undefined {
	return containersOf(pod).length > 1 ? name : undefined;
}

/** What the node says of each container, init containers first. */
export function statusesOf({ status }: Pod): ContainerStatus[] {
	return [
		...(status?.initContainerStatuses ?? []),
		...(status?.containerStatuses ?? []),
	];
}

/**
 * Whether the node speaks of a container which its pod no longer asks for: after a change of the image in place, the old
 * one stays for a moment. Only the app's own image is compared, by its digest.
 */
export function isOld(
	{ spec, status, ends }: Container,
	digest?: string,
): boolean {
	if (!status || !digest || !spec.image.endsWith(digest)) return false;
	// An init container does not run again.
	if (ends) return false;
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
