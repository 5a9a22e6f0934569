/** A Kubernetes object as kubectl prints it in JSON; the rules of each kind know its spec and status. */
export type KubeObject = {
	apiVersion: string;
	kind: string;
	metadata: {
		name: string;
		namespace?: string;
		uid?: string;
		generation?: number;
		resourceVersion?: string;
		creationTimestamp?: string;
		deletionTimestamp?: string;
		labels?: Record<string, string>;
		annotations?: Record<string, string>;
		ownerReferences?: { kind: string; name: string; uid: string }[];
	};
	spec?: unknown;
	status?: unknown;
};

/** How messages name an object: `Pod flask-app`. */
export function nameOf(object: KubeObject): string {
	return `${object.kind} ${object.metadata.name}`;
}

/** Several of them in one line: `flask-app Pod, flask-app Service`. */
export function titlesOf(objects: KubeObject[]): string {
	return objects
		.map(({ kind, metadata }) => `${metadata.name} ${kind}`)
		.join(", ");
}

/** The same object as the cluster has it, if it does. */
export function liveOf(
	{ kind, metadata }: KubeObject,
	snapshot: KubeObject[],
): KubeObject | undefined {
	return snapshot.find(
		(live) => live.kind === kind && live.metadata.name === metadata.name,
	);
}

/** Just enough of an object to ask the cluster for it. */
export function stub(kind: string, name: string): KubeObject {
	return { apiVersion: "v1", kind, metadata: { name } };
}
