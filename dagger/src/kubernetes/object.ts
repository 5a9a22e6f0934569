import type { ObjectMeta } from "kubernetes-types/meta/v1.js";

/** A Kubernetes object as kubectl prints it in JSON; the health rule of its kind knows its spec and status. */
export type KubeObject = {
	apiVersion: string;
	kind: string;
	metadata: ObjectMeta & { name: string };
	spec?: unknown;
	status?: unknown;
};

/** An object of a known kind. Its status is as far as its controller has come. */
export type Typed<Spec, Status = unknown> = KubeObject & {
	spec: Spec;
	status?: Partial<Status>;
};

/** How messages name an object: `Pod flask-app`. */
export function formatName(object: KubeObject): string {
	return `${object.kind} ${object.metadata.name}`;
}

/** Several of them in one line: `flask-app Pod, flask-app Service`. */
export function formatNames(objects: KubeObject[]): string {
	return objects
		.map(({ kind, metadata }) => `${metadata.name} ${kind}`)
		.join(", ");
}

/** The same object as the cluster has it, if it does. */
export function findLiveObject(
	{ kind, metadata }: KubeObject,
	snapshot: KubeObject[],
): KubeObject | undefined {
	return snapshot.find(
		(live) => live.kind === kind && live.metadata.name === metadata.name,
	);
}

/** The objects that the controller of another made. */
export function findOwned(
	uid: string | undefined,
	objects: KubeObject[],
): KubeObject[] {
	return objects.filter(
		({ metadata }) => uid && metadata.ownerReferences?.at(0)?.uid === uid,
	);
}

/** Just enough of an object to ask the cluster for it. */
export function ref(kind: string, name: string): KubeObject {
	return { apiVersion: "v1", kind, metadata: { name } };
}
