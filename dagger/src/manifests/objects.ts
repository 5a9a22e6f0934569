import { Failure } from "../failures/failure.js";
import { findKind, isKnown } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

/** Objects as kubectl prints them with `-o jsonpath={@}`: one JSON document a line. */
export function parseObjects(lines: string): KubeObject[] {
	return lines
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((line) => parseObject(line));
}

function parseObject(line: string): KubeObject {
	const object = JSON.parse(line) as KubeObject;
	// Kustomize does without, the cluster does not.
	if (!object.apiVersion)
		throw new Failure(
			`${formatName(object)} in the manifests has no apiVersion`,
			{
				next: `add it; kubectl explain ${object.kind.toLowerCase()} tells which`,
			},
		);
	// In a custom resource, and in its definition, null may mean something.
	const { shared } = findKind(object);
	return isKnown(object) && !shared ? withoutNulls(object) : object;
}

/**
 * Kustomize keeps a field of which all below it is in comments, such as `env:`, and to the cluster it is not there; in the
 * data of a ConfigMap it is an empty text.
 */
function withoutNulls(object: KubeObject): KubeObject {
	const fields = listSet(object).map(([name, value]) => [
		name,
		name === "spec" ? prune(value) : value,
	]);
	return Object.fromEntries(fields);
}

function prune(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(prune);
	if (value === null || typeof value !== "object") return value;
	const fields = listSet(value).map(([name, field]) => [name, prune(field)]);
	return Object.fromEntries(fields);
}

function listSet(value: object): [string, unknown][] {
	return Object.entries(value).filter(([, field]) => field !== null);
}

/** The same the other way round: what kubectl reads as a file of manifests. */
export function formatObjects(objects: KubeObject[]): string {
	return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
