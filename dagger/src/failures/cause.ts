/**
 * Who reports a cause: the container itself, by its exit code and its log; the kubelet, the scheduler and the controllers,
 * by statuses and events; the API server, by refusing a request; a registry, by refusing a push; kubectl itself.
 */
export type Reporter =
	| "container"
	| "kubelet"
	| "scheduler"
	| "controller"
	| "api-server"
	| "registry"
	| "kubectl";

/**
 * How patient a deploy is: `fatal` ends it at once, `transient` when it lasts longer than its grace, `pending` never by
 * itself.
 */
export type Class = "fatal" | "transient" | "pending";

/** What a message of Kubernetes, a registry or kubectl means to a person. */
export type Cause = {
	name: string;
	from: Reporter[];
	class: Class;
	/**
	 * Who tries again. `owner` is whoever owns the container that ended: a Job counts the tries, for all others the kubelet
	 * starts it again. Nobody's try helps against what is fatal.
	 */
	retriedBy:
		| "kubelet"
		| "scheduler"
		| "controller"
		| "owner"
		| "slipway"
		| "nobody";
	/** Seconds that a transient cause may last. */
	grace: number;
	/** The API server may take a request that it refused for this a moment later: it is made again during the grace. */
	mayBeRepeated?: true;
	/** The app may just be starting: how long that takes is known from the Pods that it replaces. */
	mayBeStarting?: true;
	/** Another pull secret fixes it. */
	fixedByLogin?: true;
	/** Another workload of the same release may end it, as soon as that is up. */
	fixedByOthers?: true;
	/** How far a request got, where it is refused on its way: by the kubeconfig, at the server, … */
	stage?: "kubeconfig" | "server" | "tls" | "account" | "repository";
	/** What goes wrong, to be read after the object's name: "Pod web …". */
	sentence: string;
	/** What to do about it. */
	next: string;
};

/** A line of the catalogue: `{name}` in the sentence and the next step is the pattern's group of that name. */
export type Entry = Omit<Cause, "grace"> & {
	/** Searched in `reason: message`, or in all that was printed. */
	pattern: RegExp;
	grace?: number;
};
