import { findCondition } from "../kubernetes/condition.js";
import { findKind, kindKey, listImages } from "../kubernetes/kinds.js";
import { findLiveObject, type KubeObject } from "../kubernetes/object.js";
import { configurationKey } from "../manifests/configuration.js";

// A refusal begins at the margin; what follows belongs to it: a diff, or a list of causes.
const beginning = /^(?=[^\s@+\-\]*])/m;

// kubectl words it the first way when it is the only one, else the second: kubectl/pkg/cmd/util/helpers.go.
const refusal =
	/^(?:The|Error from server \(Invalid\):) (\w+)(?:\.\S+)? "([^"]+)" is invalid: (.*)$/s;

// pkg/apis/core/validation and pkg/apis/batch/validation.
const unchangeable =
	/may not change fields|field is immutable|may not be removed|may not add or remove containers|can not be modified|can only be modified in tandem|must not update from|less than or equal to previous value/;

/**
 * The objects that the cluster refused only because a field of theirs cannot be changed, and that may be recreated; none
 * where anything else was refused as well.
 */
export function findImmutable(
	stderr: string,
	objects: KubeObject[],
): KubeObject[] {
	const refusals = stderr
		.split(beginning)
		.filter((text) => text.trim() !== "" && !text.startsWith("Warning: "));
	const stuck = refusals.map((text) => {
		const [, kind, name, causes = ""] = refusal.exec(text) ?? [];
		return splitCauses(causes).every((cause) => unchangeable.test(cause))
			? objects.find(
					(object) =>
						object.kind === kind &&
						object.metadata.name === name &&
						findKind(object).recreate,
				)
			: undefined;
	});
	return stuck.every((object) => object !== undefined) ? stuck : [];
}

// Several causes stand in lines with a star, or in brackets with commas.
function splitCauses(text: string): string[] {
	return text
		.split(/^\* |^\[|, (?=(?:spec|metadata)[.:[])/m)
		.filter((cause) => cause.trim() !== "");
}

/** The Pods and Jobs that have ended and are not what is asked for: nobody in the cluster runs them again. */
export function findEnded(
	objects: KubeObject[],
	snapshot: KubeObject[],
): KubeObject[] {
	return objects.filter((object) => {
		const live = findLiveObject(object, snapshot);
		if (!live || !findKind(object).recreate) return false;
		const { phase } = (live.status ?? {}) as { phase?: string };
		const failed = findCondition(live, "Failed")?.status === "True";
		// The image of a Pod may change, even when it will never run.
		const isOld =
			phase === "Succeeded" &&
			listImages(object).join() !== listImages(live).join();
		return failed || phase === "Failed" || isOld;
	});
}

/** The bare Pods that were made by another configuration: nothing else would make them read the new one. */
export function findMisconfigured(
	objects: KubeObject[],
	snapshot: KubeObject[],
): KubeObject[] {
	return objects.filter((object) => {
		const live = kindKey(object) === "/Pod" && findLiveObject(object, snapshot);
		const read = ({ metadata }: KubeObject) =>
			metadata.annotations?.[configurationKey];
		return live && read(live) !== read(object);
	});
}
