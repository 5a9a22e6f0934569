import {
	addressOf,
	namesOf,
	placeholderDigest,
	type Repository,
} from "../image/image.js";
import { type KubeObject, nameOf } from "./objects.js";
import { pullSecretName } from "./pull-secret.js";

/** The label that every object of an app carries: one selector finds them all, pods included. */
export const appLabel = "slipway/app";

/** Kinds with a pod template, and where it stands. */
const podSpecs: Record<string, { apiVersion: string; at: string[] }> = {
	Pod: { apiVersion: "v1", at: ["spec"] },
	Deployment: { apiVersion: "apps/v1", at: ["spec", "template", "spec"] },
	StatefulSet: { apiVersion: "apps/v1", at: ["spec", "template", "spec"] },
	DaemonSet: { apiVersion: "apps/v1", at: ["spec", "template", "spec"] },
	ReplicaSet: { apiVersion: "apps/v1", at: ["spec", "template", "spec"] },
	Job: { apiVersion: "batch/v1", at: ["spec", "template", "spec"] },
	CronJob: {
		apiVersion: "batch/v1",
		at: ["spec", "jobTemplate", "spec", "template", "spec"],
	},
};

/** Which entries of the manifest folder kustomize reads: its own file where there is one, else what kubectl would. */
export function resourcesOf(entries: string[]): string[] {
	const own = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
	if (entries.some((entry) => own.includes(entry))) return ["manifests"];
	const files = entries.filter((entry) => /\.(ya?ml|json)$/.test(entry));
	if (files.length === 0)
		throw new Error(
			`--manifests holds no manifest: no .yaml, .yml or .json file among ${entries.length === 0 ? "its 0 entries" : entries.join(", ")}`,
		);
	return files.sort().map((file) => `manifests/${file}`);
}

/** The kustomization, in JSON: the image by digest, the namespace, the pull secret and the label. */
export function kustomization(
	resources: string[],
	repository: Repository,
	namespace: string,
): string {
	return JSON.stringify({
		apiVersion: "kustomize.config.k8s.io/v1beta1",
		kind: "Kustomization",
		namespace,
		// Namespaces, accounts and configuration before what runs.
		sortOptions: { order: "legacy" },
		resources,
		images: namesOf(repository).map((name) => ({
			name,
			newName: addressOf(repository),
			digest: placeholderDigest,
		})),
		labels: [
			{
				pairs: { [appLabel]: labelOf(repository.path) },
				includeTemplates: true,
			},
		],
		patches: Object.entries(podSpecs).map(([kind, { apiVersion, at }]) => ({
			target: { kind },
			patch: JSON.stringify({
				apiVersion,
				kind,
				metadata: { name: "any" },
				...nest(at, { imagePullSecrets: [{ name: pullSecretName }] }),
			}),
		})),
	});
}

/** The value of the app's label, from the last part of the image's name: a label has at most 63 characters. */
export function labelOf(imageName: string): string {
	const plain = imageName.slice(imageName.lastIndexOf("/") + 1);
	return plain.slice(0, 63).replace(/[^a-z0-9]+$/, "");
}

/** Objects as kubectl prints them with `-o jsonpath={@}`: one JSON document a line. */
export function parseObjects(lines: string): KubeObject[] {
	return lines
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((line) => JSON.parse(line) as KubeObject);
}

/** The same objects with the image that was pushed in place of the placeholder. */
export function pin(objects: KubeObject[], digest: string): KubeObject[] {
	return parseObjects(
		objects
			.map((object) =>
				JSON.stringify(object).replaceAll(placeholderDigest, digest),
			)
			.join("\n"),
	);
}

/** Refuses manifests that would be deployed without the image that was built for them. */
export function requireImage(
	objects: KubeObject[],
	repository: Repository,
): void {
	if (objects.some((object) => usesImage(object))) return;
	const found = objects.flatMap((object) =>
		imagesOf(object).map((image) => `${image} (${nameOf(object)})`),
	);
	throw new Error(
		`no manifest uses the image ${addressOf(repository)}: write \`image: ${namesOf(repository)[0]}\` in the container that runs it; ${found.length > 0 ? `images found: ${found.join(", ")}` : `no image found in ${objects.map(nameOf).join(", ")}`}`,
	);
}

export function usesImage(object: KubeObject): boolean {
	return imagesOf(object).some((image) => image.endsWith(placeholderDigest));
}

/** Every image of an object's containers, wherever its pod template stands. */
export function imagesOf(object: KubeObject): string[] {
	const spec = podSpecs[object.kind]?.at.reduce<unknown>(
		(part, key) => (part as Record<string, unknown> | undefined)?.[key],
		object,
	) as { [list in "initContainers" | "containers"]?: { image?: string }[] };
	return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
		({ image }) => image ?? [],
	);
}

function nest(path: string[], leaf: object): object {
	return path.reduceRight<object>((inner, key) => ({ [key]: inner }), leaf);
}
