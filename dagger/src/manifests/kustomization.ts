import { Failure } from "../failures/failure.js";
import { appLabel } from "../input/app-name.js";
import { type Kind, kinds } from "../kubernetes/kinds.js";

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

const header = {
	apiVersion: "kustomize.config.k8s.io/v1beta1",
	kind: "Kustomization",
};

/** Reads the manifests as they are. */
export function plainKustomization(resources: string[]): string {
	return JSON.stringify({ ...header, resources });
}

/** Where the second kustomization finds what the first has rendered. */
export const plainManifests = "plain.yaml";

/** Gives what was read to an app: its namespace and its label. */
export function appKustomization(app: string, namespace: string): string {
	return JSON.stringify({
		...header,
		namespace,
		// Namespaces, accounts and configuration before what runs.
		sortOptions: { order: "legacy" },
		resources: [plainManifests],
		labels: [
			{
				pairs: { [appLabel]: app },
				// Not includeTemplates: that labels the claim templates of a StatefulSet too, which never change again.
				fields: Object.entries(kinds).flatMap(describeTemplate),
			},
		],
	});
}

/** Where the template of a kind has its labels, as kustomize is told; a Pod has its own already. */
function describeTemplate([key, { podTemplate }]: [string, Kind]): object[] {
	if (!podTemplate) return [];
	const [group, kind] = key.split("/");
	const path = `${podTemplate}/metadata/labels`;
	return [{ path, group, kind, create: true }];
}
