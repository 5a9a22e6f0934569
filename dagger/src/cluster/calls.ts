import { appLabel } from "../manifests/manifests.js";
import type { KubeObject } from "../manifests/objects.js";
import type { Call } from "./kubectl.js";
import { fieldManager, ledgerTemplate } from "./ledger.js";

/** Prints what a call has to do with an object's past, and none of its values. */
export const asLedger = `--output=go-template=${ledgerTemplate}`;
export const force = "--force-conflicts";
export const dryRun = "--dry-run=server";
export const managed = `--field-manager=${fieldManager}`;

export function apply(files: string[], flags: string[]): Call {
	return [
		"apply",
		"--server-side",
		managed,
		asLedger,
		...filenames(...files),
		...flags,
	];
}

/** One call reads every object of the app and all that belongs to them, however many there are. */
export function snapshot(objects: KubeObject[]): Call {
	const wanted = new Set(["pod", ...judged(objects).map(resourceOf)]);
	if (wanted.has("deployment.apps")) wanted.add("replicaset.apps");
	if (wanted.has("service")) wanted.add("endpointslice.discovery.k8s.io");
	return list([...wanted], objects[0]?.metadata.labels?.[appLabel] ?? "");
}

/** Everything of some kinds that carries the app's label. */
export function list(resources: string[], app: string): Call {
	const selector = `--selector=${appLabel}=${app}`;
	return ["get", resources.join(","), selector, "--output=json"];
}

/** The end of a container's log, of the run before it if that is asked for. */
export function logs(
	{ metadata }: KubeObject,
	container: string,
	lines: number,
	previous: boolean,
): Call {
	return [
		"logs",
		metadata.name,
		`--container=${container}`,
		`--tail=${lines}`,
		`--previous=${previous}`,
	];
}

/** The objects whose state is judged; Secrets have none, and their content is not to be read. */
export function judged(objects: KubeObject[]): KubeObject[] {
	return objects.filter(({ kind }) => kind !== "Secret");
}

/** The objects in what such a call prints. */
export function items(json: string): KubeObject[] {
	return (JSON.parse(json) as { items: KubeObject[] }).items;
}

/** How kubectl is told of one object: `deployment.apps/web`. */
export function targetOf(object: KubeObject): string {
	return `${resourceOf(object)}/${object.metadata.name}`;
}

function resourceOf({ apiVersion, kind }: KubeObject): string {
	const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
	return [kind.toLowerCase(), group].filter(Boolean).join(".");
}

export function filenames(...files: string[]): string[] {
	return files.map((file) => `--filename=${file}`);
}
