import { Failure } from "../failures/failure.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

/** Refuses manifests that are meant for another namespace, in which they would be missed. */
export function requireSameNamespace(
	plain: KubeObject[],
	namespace: string,
): void {
	const elsewhere = plain.filter(
		({ metadata }) => metadata.namespace && metadata.namespace !== namespace,
	);
	if (elsewhere.length === 0) return;
	const found = elsewhere.map(
		(object) => `${formatName(object)} names ${object.metadata.namespace}`,
	);
	throw new Failure(
		`the manifests are not all for --namespace=${namespace}: ${found.join(", ")}; take the namespace out of the manifests, or give that one`,
	);
}
