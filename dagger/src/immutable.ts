import type { KubeObject } from "./objects.js";

// What runs once or by itself may be made anew; a Service or a volume claim holds something that would be lost.
const recreatable = ["Pod", "Job"];

/**
 * The objects that the cluster refused only because a field of theirs cannot be changed, and that may be made anew; none
 * where anything else was refused as well.
 */
export function immutable(stderr: string, objects: KubeObject[]): KubeObject[] {
	const refusals = stderr
		.split(/^(?=The \w+ "|error: |Error from server)/m)
		.filter((text) => text.trim() !== "" && !text.startsWith("Warning: "));
	const stuck = refusals.map((text) => {
		const [, kind, name] = /^The (\w+) "([^"]+)" is invalid/.exec(text) ?? [];
		return /may not change fields|field is immutable|may not be removed|may not add or remove containers/.test(
			text,
		)
			? objects.find(
					(object) =>
						object.kind === kind &&
						object.metadata.name === name &&
						recreatable.includes(object.kind),
				)
			: undefined;
	});
	return stuck.every((object) => object !== undefined) ? stuck : [];
}
