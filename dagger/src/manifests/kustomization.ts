import { Failure } from "../failures/failure.js";
import {
	formatAddress,
	listNames,
	placeholderDigest,
	type Repository,
} from "../image/reference.js";
import { appLabel } from "../input/app-name.js";
import { type Kind, kinds } from "../kubernetes/kinds.js";
import { pullSecretName } from "./pull-secret.js";

/**
 * Which entries of the manifest folder kustomize reads: an overlay, or its own file where there is one, else what kubectl
 * would read.
 */
export function listResources(entries: string[], overlay = ""): string[] {
	if (overlay !== "") return [`manifests/${requireInside(overlay)}`];
	const own = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
	if (entries.some((entry) => own.includes(entry))) return ["manifests"];
	const files = entries.filter((entry) => /\.(ya?ml|json)$/.test(entry));
	if (files.length === 0)
		throw new Failure(
			`--manifests holds no manifest: no .yaml, .yml or .json file among ${entries.length === 0 ? "its 0 entries" : entries.join(", ")}`,
		);
	return files.sort().map((file) => `manifests/${file}`);
}

function requireInside(overlay: string): string {
	const parts = overlay.split("/");
	if (overlay.startsWith("/") || parts.includes(".."))
		throw new Failure(
			`--overlay=${overlay} is not a folder in the manifests: write it as in --overlay=overlays/production`,
		);
	return overlay;
}

/** The kustomization, in JSON: the image by digest, the namespace, the pull secret and the label. */
export function kustomization(
	resources: string[],
	repository: Repository,
	app: string,
	namespace: string,
): string {
	const templates = Object.entries(kinds).flatMap(([key, row]) =>
		row.podTemplate === undefined ? [] : [describeTemplate(key, row)],
	);
	return JSON.stringify({
		apiVersion: "kustomize.config.k8s.io/v1beta1",
		kind: "Kustomization",
		namespace,
		// Namespaces, accounts and configuration before what runs.
		sortOptions: { order: "legacy" },
		resources,
		images: listNames(repository).map((name) => ({
			name,
			newName: formatAddress(repository),
			digest: placeholderDigest,
		})),
		labels: [
			{
				pairs: { [appLabel]: app },
				// Not includeTemplates: that labels the claim templates of a StatefulSet too, which never change again.
				fields: templates
					.filter(({ at }) => at.length > 0)
					.map(({ group, kind, at }) => ({
						path: [...at, "metadata", "labels"].join("/"),
						group,
						kind,
						create: true,
					})),
			},
		],
		patches: templates.map(({ group, version, kind, at }) => ({
			target: { group, version, kind },
			patch: JSON.stringify({
				apiVersion: [group, version].filter(Boolean).join("/"),
				kind,
				metadata: { name: "any" },
				...nest([...at, "spec"], {
					imagePullSecrets: [{ name: pullSecretName }],
				}),
			}),
		})),
	});
}

function describeTemplate(key: string, { version, podTemplate }: Kind) {
	const [group = "", kind = ""] = key.split("/");
	const at = (podTemplate ?? "").split("/").filter(Boolean);
	return { group, version, kind, at };
}

function nest(path: string[], leaf: object): object {
	return path.reduceRight<object>((inner, key) => ({ [key]: inner }), leaf);
}
