import type { KubeObject } from "../manifests/objects.js";

// What runs once or by itself may be made anew; a Service or a volume claim holds something that would be lost.
const recreatable = ["Pod", "Job"];

// A refusal begins at the margin; what follows belongs to it: a diff, or a list of causes.
const beginning = /^(?=[^\s@+\-\]*])/m;

// kubectl words it the first way when it is the only one, else the second.
const refusal =
	/^(?:The|Error from server \(Invalid\):) (\w+)(?:\.\S+)? "([^"]+)" is invalid: (.*)$/s;

const unchangeable =
	/may not change fields|field is immutable|may not be removed|may not add or remove containers|can not be modified|can only be modified in tandem|must not update from|less than or equal to previous value/;

/**
 * The objects that the cluster refused only because a field of theirs cannot be changed, and that may be made anew; none
 * where anything else was refused as well.
 */
export function immutable(stderr: string, objects: KubeObject[]): KubeObject[] {
	const refusals = stderr
		.split(beginning)
		.filter((text) => text.trim() !== "" && !text.startsWith("Warning: "));
	const stuck = refusals.map((text) => {
		const [, kind, name, causes = ""] = refusal.exec(text) ?? [];
		return causesOf(causes).every((cause) => unchangeable.test(cause))
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

// Several causes stand in lines with a star, or in brackets with commas.
function causesOf(text: string): string[] {
	return text
		.split(/^\* |^\[|, (?=(?:spec|metadata)[.:[])/m)
		.filter((cause) => cause.trim() !== "");
}
