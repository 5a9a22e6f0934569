import { appLabel } from "../input/app-name.js";
import type { Call } from "../kubectl/script.js";
import { findKind, resourceName } from "../kubernetes/kinds.js";
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
	const app = objects[0]?.metadata.labels?.[appLabel] ?? "";
	return listRequest(app, withoutSecrets(objects));
}

/** Reads what an app has of some kinds: those that its releases consist of, as the account may not list any others. */
export function appRequest(app: string, objects: KubeObject[]): Call {
	const withStatus = objects.filter((object) => findKind(object).hasStatus);
	return listRequest(app, withStatus, ["lease.coordination.k8s.io"]);
}

function listRequest(
	app: string,
	objects: KubeObject[],
	others: string[] = [],
): Call {
	const resources = objects.flatMap((object) => [
		resourceName(object),
		...(findKind(object).children ?? []),
	]);
	const all = new Set(["pod", ...resources, ...others]);
	const selector = `--selector=${appLabel}=${app}`;
	return ["get", [...all].join(","), selector, "--output=json"];
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
