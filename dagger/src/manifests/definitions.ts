import { kindKey } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";

type Spec = { group?: string; names?: { kind?: string } };

/** The custom resource definitions among objects: what they define can be applied only when they are established. */
export function listDefinitions(objects: KubeObject[]): KubeObject[] {
	return objects.filter(
		(object) =>
			kindKey(object) === "apiextensions.k8s.io/CustomResourceDefinition",
	);
}

/** What of a release the cluster may know before its definitions are applied. */
export function withoutDefined(release: KubeObject[]): KubeObject[] {
	return release.filter((object) => !isDefinedIn(release, object));
}

/** Whether a release brings the definition of an object's kind along. */
export function isDefinedIn(
	release: KubeObject[],
	object: KubeObject,
): boolean {
	return listDefinitions(release).some(({ spec }) => {
		const { group, names } = spec as Spec;
		return kindKey(object) === `${group}/${names?.kind}`;
	});
}
