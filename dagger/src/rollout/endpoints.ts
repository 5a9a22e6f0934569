import type { KubeObject } from "../manifests/objects.js";

type EndpointSlice = KubeObject & {
	endpoints?: {
		conditions?: { ready?: boolean };
		targetRef?: { kind?: string; name?: string };
	}[];
};

/** The names of what gets the service's requests. */
export function readyTargets(
	service: KubeObject,
	others: KubeObject[],
): string[] {
	const names = others
		.filter(
			({ kind, metadata }) =>
				kind === "EndpointSlice" &&
				metadata.labels?.["kubernetes.io/service-name"] ===
					service.metadata.name,
		)
		.flatMap((slice) => (slice as EndpointSlice).endpoints ?? [])
		.filter(({ conditions }) => conditions?.ready !== false)
		.map(({ targetRef }) => `${targetRef?.kind} ${targetRef?.name}`);
	// Each port and each address family may have slices of its own.
	return [...new Set(names)];
}
