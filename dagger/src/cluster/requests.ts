import { appLabel } from "../input/app-name.js";
import type { Call } from "../kubectl/script.js";
import {
	findKind,
	listAppResources,
	resourceName,
} from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import { applyTimesTemplate, fieldManager } from "./apply-times.js";

/** Prints when we last changed each object, and none of its values. */
export const asApplyTimes = (more = "") =>
	`--output=go-template=${applyTimesTemplate(more)}`;
export const forceConflicts = "--force-conflicts";

export function applyRequest(files: string[], flags: string[]): Call {
	return [
		"apply",
		"--server-side",
		`--field-manager=${fieldManager}`,
		asApplyTimes(),
		...filenames(...files),
		...flags,
	];
}

/** The difference that an apply would make: the values of Secrets are masked. */
export function diffRequest(files: string[], flags: string[]): Call {
	return [
		"diff",
		"--server-side",
		`--field-manager=${fieldManager}`,
		...filenames(...files),
		...flags,
	];
}

/** Reads every object of the app and all that belongs to them, in one request however many there are. */
export function snapshotRequest(objects: KubeObject[]): Call {
	const resources = withoutSecrets(objects).flatMap((object) => [
		resourceName(object),
		...(findKind(object).children ?? []),
	]);
	return listRequest(
		[...new Set(["pod", ...resources])],
		objects[0]?.metadata.labels?.[appLabel] ?? "",
	);
}

/** Reads all that an app has in a namespace, whatever it was made of. */
export function appRequest(app: string): Call {
	return listRequest([...listAppResources(), "lease.coordination.k8s.io"], app);
}

function listRequest(resources: string[], app: string): Call {
	const selector = `--selector=${appLabel}=${app}`;
	return ["get", resources.join(","), selector, "--output=json"];
}

/** The events about one object, however many others the namespace has; asked for directly, which spares discovery. */
export function eventsRequest(
	namespace: string,
	{ kind, metadata }: KubeObject,
): Call {
	// Not by its uid: some events name none. What an earlier object of that name left is told apart later.
	const selector = `involvedObject.kind=${kind},involvedObject.name=${metadata.name}`;
	const path = `/api/v1/namespaces/${namespace}/events`;
	return ["get", `--raw=${path}?fieldSelector=${encodeURIComponent(selector)}`];
}

/** The end of a container's log, or of that of its previous run. */
export function logRequest(
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

/** Objects without those whose content is not to be read. They have no health. */
export function withoutSecrets(objects: KubeObject[]): KubeObject[] {
	return objects.filter((object) => !findKind(object).secret);
}

/** The objects in what such a request prints. */
export function parseItems(json: string): KubeObject[] {
	return (JSON.parse(json) as { items: KubeObject[] }).items;
}

/** The events in what such a request prints: the items of a list that comes directly do not say what they are. */
export function parseEvents(json: string): KubeObject[] {
	return parseItems(json).map((event) => ({
		...event,
		apiVersion: "v1",
		kind: "Event",
	}));
}

/** How kubectl is told of one object: `deployment.apps/web`. */
export function formatTarget(object: KubeObject): string {
	return `${resourceName(object)}/${object.metadata.name}`;
}

export function filenames(...files: string[]): string[] {
	return files.map((file) => `--filename=${file}`);
}
