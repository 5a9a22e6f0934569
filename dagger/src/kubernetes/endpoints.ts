import type { EndpointSlice as Slice } from "kubernetes-types/discovery/v1.js";
import type { KubeObject } from "./object.js";

type EndpointSlice = KubeObject & Pick<Slice, "endpoints">;

/** The names of what gets a Service's requests: `Pod web-1`. */
export function findReadyTargets(
	service: KubeObject,
	others: KubeObject[],
): string[] {
	const names = listEndpoints(service, others)
		.filter(({ conditions }) => conditions?.ready !== false)
		.map(({ targetRef }) => `${targetRef?.kind} ${targetRef?.name}`);
	// Each port and each address family may have slices of its own.
	return [...new Set(names)];
}

/** All that stands behind a Service, whether it gets requests or not. */
export function listEndpoints(
	service: KubeObject,
	others: KubeObject[],
): Slice["endpoints"] {
	return others
		.filter(
			(other): other is EndpointSlice =>
				other.kind === "EndpointSlice" &&
				other.metadata.labels?.["kubernetes.io/service-name"] ===
					service.metadata.name,
		)
		.flatMap(({ endpoints }) => endpoints ?? []);
}
