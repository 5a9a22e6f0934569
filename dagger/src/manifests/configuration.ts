import { scryptSync } from "node:crypto";
import type { PodSpec } from "kubernetes-types/core/v1.js";
import { findPodTemplate, kindKey } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";

/** Tells by which configuration a Pod was made: a change of it makes new Pods. */
export const configurationKey = "slipway/configuration";

type Configuration = KubeObject & {
	data?: unknown;
	stringData?: unknown;
	binaryData?: unknown;
};

/**
 * The same objects; each Pod template that reads configuration of the same release carries a hash of it, and of others that
 * are not in the manifests.
 */
export function addConfigurationHashes(
	objects: KubeObject[],
	others: Configuration[] = [],
): KubeObject[] {
	const named = new Map(
		[...others, ...objects]
			.filter((object) => /^\/(?:ConfigMap|Secret)$/.test(kindKey(object)))
			.map((object) => [`${object.kind} ${object.metadata.name}`, object]),
	);
	return objects.map((object) => {
		const read = listReferences(findPodTemplate(object)?.spec).flatMap(
			(name) => named.get(name) ?? [],
		);
		if (read.length === 0) return object;
		const copy = structuredClone(object);
		const template = findPodTemplate(copy);
		if (!template) return object;
		template.metadata = {
			...template.metadata,
			annotations: {
				...template.metadata?.annotations,
				[configurationKey]: hash(read),
			},
		};
		return copy;
	});
}

// Who may read Pods may not read Secrets: what is guessed is to be dear to try.
function hash(read: Configuration[]): string {
	const content = read.map(({ kind, metadata, data, stringData, binaryData }) =>
		JSON.stringify([kind, metadata.name, data, stringData, binaryData]),
	);
	return scryptSync(content.join("\n"), configurationKey, 12).toString("hex");
}

/** Whether the Pods of an object read a Secret. */
export function readsSecret(object: KubeObject, name: string): boolean {
	const { spec } = findPodTemplate(object) ?? {};
	return listReferences(spec).includes(`Secret ${name}`);
}

/** The ConfigMaps and Secrets that a Pod reads when it starts or mounts them, as `Kind name`. */
function listReferences(spec: Partial<PodSpec> | undefined): string[] {
	const containers = [
		...(spec?.initContainers ?? []),
		...(spec?.containers ?? []),
	];
	const fromEnvironment = containers.flatMap(({ env = [], envFrom = [] }) => [
		...env.flatMap(({ valueFrom }) => [
			["ConfigMap", valueFrom?.configMapKeyRef?.name],
			["Secret", valueFrom?.secretKeyRef?.name],
		]),
		...envFrom.flatMap(({ configMapRef, secretRef }) => [
			["ConfigMap", configMapRef?.name],
			["Secret", secretRef?.name],
		]),
	]);
	const fromVolumes = (spec?.volumes ?? []).flatMap((volume) => [
		["ConfigMap", volume.configMap?.name],
		["Secret", volume.secret?.secretName],
		...(volume.projected?.sources ?? []).flatMap(({ configMap, secret }) => [
			["ConfigMap", configMap?.name],
			["Secret", secret?.name],
		]),
	]);
	const names = [...fromEnvironment, ...fromVolumes]
		.filter(([, name]) => name !== undefined)
		.map(([kind, name]) => `${kind} ${name}`);
	return [...new Set(names)].sort();
}
