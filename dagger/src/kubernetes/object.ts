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

/** Which object of a namespace it is, whatever its version: `Deployment.apps web`. */
export function identify({ apiVersion, kind, metadata }: KubeObject): string {
	const kindAndGroup = [kind, findGroup(apiVersion)].filter(Boolean).join(".");
	return `${kindAndGroup} ${metadata.name}`;
}

/** The group of an API version: `apps` of `apps/v1`, "" of `v1`. */
export function findGroup(apiVersion: string): string {
	return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** The same object as the cluster has it, if it does. */
export function findLiveObject(
	object: KubeObject,
	snapshot: KubeObject[],
): KubeObject | undefined {
	return snapshot.find((live) => identify(live) === identify(object));
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

/** Just enough of an object of the core group to ask the cluster for it. */
export function ref(kind: string, name: string): KubeObject {
	return { apiVersion: "v1", kind, metadata: { name } };
}
