import type { RoleBinding } from "kubernetes-types/rbac/v1.js";
import { Failure } from "../failures/failure.js";
import { namespaceLabel } from "../input/app-name.js";
import { findKind, isKnown, kindKey } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

/** Refuses manifests that are meant for another namespace, in which they would be missed. */
export function requireSameNamespace(
	plain: KubeObject[],
	namespace: string,
): void {
	const elsewhere = plain.flatMap((object) => {
		const { name, namespace: own } = object.metadata;
		if (own && own !== namespace) return `${formatName(object)} names ${own}`;
		return kindKey(object) === "/Namespace" && name !== namespace
			? `${formatName(object)} is another`
			: [];
	});
	if (elsewhere.length > 0)
		throw new Failure(
			`the manifests are not all for --namespace=${namespace}: ${elsewhere.join(", ")}; take the namespace out of the manifests, or give that one`,
		);
	for (const object of plain) requireSameSubjects(object, namespace);
}

const binding = /^rbac\.authorization\.k8s\.io\/(?:Cluster)?RoleBinding$/;

/** Kustomize takes each service account `default` for that of the app's namespace. */
function requireSameSubjects(object: KubeObject, namespace: string): void {
	if (!binding.test(kindKey(object))) return;
	const moved = (object as Partial<RoleBinding>).subjects?.find(
		(one) =>
			one.kind === "ServiceAccount" &&
			one.name === "default" &&
			one.namespace &&
			one.namespace !== namespace,
	);
	if (!moved) return;
	throw new Failure(
		`${formatName(object)} gives rights to ServiceAccount default of namespace ${moved.namespace}, which kustomize would give to that of ${namespace}`,
		{ next: "bind a service account with a name of its own" },
	);
}

/** The same objects; what is in no namespace, or may be, says to the app of which one it belongs: others may have its name. */
export function addNamespaceLabels(
	objects: KubeObject[],
	namespace: string,
): KubeObject[] {
	return objects.map((object) => {
		const { metadata } = object;
		// Kustomize gives a namespace to each kind that it does not know.
		const isInside = metadata.namespace && isKnown(object);
		if (isInside || findKind(object).shared) return object;
		const labels = { ...metadata.labels, [namespaceLabel]: namespace };
		return { ...object, metadata: { ...metadata, labels } };
	});
}
