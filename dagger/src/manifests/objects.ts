import type { KubeObject } from "../kubernetes/object.js";

/** Objects as kubectl prints them with `-o jsonpath={@}`: one JSON document a line. */
export function parseObjects(lines: string): KubeObject[] {
	return lines
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((line) => JSON.parse(line) as KubeObject);
}

/** The same the other way round: what kubectl reads as a file of manifests. */
export function formatObjects(objects: KubeObject[]): string {
	return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
