import type { EndpointSlice as Slice } from "kubernetes-types/discovery/v1.js";
import type { KubeObject } from "./object.js";

type EndpointSlice = KubeObject & Pick<Slice, "endpoints" | "ports">;

/** The names of what gets a Service's requests: `Pod web-1`. */
export function findReadyTargets(
	service: KubeObject,
	others: KubeObject[],
): string[] {
	const names = listEndpoints(service, others)
		.filter(isReady)
		.map(({ targetRef }) => `${targetRef?.kind} ${targetRef?.name}`);
	// Each port and each address family may have slices of its own.
	return [...new Set(names)];
}

/** All that stands behind a Service, whether it gets requests or not. */
export function listEndpoints(
	service: KubeObject,
	others: KubeObject[],
): Slice["endpoints"] {
	return listSlices(service, others).flatMap(
		({ endpoints }) => endpoints ?? [],
	);
}

/** Whether what is ready behind a Service has any of its ports: k8s.io/endpointslice utils.go leaves out the others. */
export function hasPorts(service: KubeObject, others: KubeObject[]): boolean {
	return listSlices(service, others).some(
		({ ports, endpoints }) =>
			(ports ?? []).length > 0 && endpoints?.some(isReady),
	);
}

function isReady({ conditions }: Slice["endpoints"][number]): boolean {
	return conditions?.ready !== false;
}

function listSlices(
	service: KubeObject,
	others: KubeObject[],
): EndpointSlice[] {
	return others.filter(
		(other): other is EndpointSlice =>
			other.kind === "EndpointSlice" &&
			other.metadata.labels?.["kubernetes.io/service-name"] ===
				service.metadata.name,
	);
}
