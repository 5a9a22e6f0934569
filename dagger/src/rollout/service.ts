import { type KubeObject, nameOf } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import { isCurrent } from "./current.js";
import { readyTargets } from "./endpoints.js";
import { eventsOf } from "./event.js";
import { describe, problemOf, troubled } from "./problem.js";
import { type Rule, ready, type State, waiting } from "./state.js";

type Labels = Record<string, string>;

type Service = KubeObject & {
	spec: { type?: string; selector?: Labels };
	status?: {
		loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] };
	};
};

type Workload = KubeObject & {
	spec?: { replicas?: number; template?: { metadata?: { labels?: Labels } } };
};

/** Ready when requests reach only pods that are to stay, and all of those that are ready. */
export const service: Rule = (object, { others }) => {
	const { spec } = object as Service;
	const selector = spec.selector ?? {};
	if (spec.type === "ExternalName" || Object.keys(selector).length === 0)
		return address(object, others, "has no Pods of its own");

	const pods = others.filter(
		({ kind, metadata }) =>
			kind === "Pod" && matches(selector, metadata.labels),
	);
	const targets = readyTargets(object, others);
	const staying = pods.filter((pod) => isCurrent(pod, others));
	const wanted = staying.filter(isReady).map(nameOf);
	const draining = targets.filter(
		(target) => !staying.map(nameOf).includes(target),
	);
	const reached = targets.length - draining.length;

	if (draining.length > 0)
		return waiting(
			`requests reach ${draining.length} old and ${reached} new Pods`,
		);
	if (pods.length === 0 && targets.length === 0)
		return podless(object, selector, others);
	if (reached === 0 || wanted.some((pod) => !targets.includes(pod)))
		return waiting(`requests reach ${reached} of ${staying.length} Pods`);
	return address(
		object,
		others,
		`requests reach ${reached} of ${staying.length} Pods`,
	);
};

function matches(selector: Labels, labels: Labels = {}): boolean {
	return Object.entries(selector).every(
		([key, value]) => labels[key] === value,
	);
}

function isReady(pod: KubeObject): boolean {
	return conditionOf(pod, "Ready")?.status === "True";
}

/** No pod has the labels: on purpose, when what makes them is scaled to none. */
function podless(
	service: KubeObject,
	selector: Labels,
	others: KubeObject[],
): State {
	const asleep = others.find((other) => {
		const { replicas, template } = (other as Workload).spec ?? {};
		return (
			replicas === 0 &&
			!other.metadata.ownerReferences &&
			matches(selector, template?.metadata?.labels)
		);
	});
	if (asleep) return ready(`${nameOf(asleep)} has 0 replicas`);
	const labels = Object.entries(selector).map(
		([key, value]) => `${key}=${value}`,
	);
	const problem = problemOf(
		service,
		"NoPods",
		`no Pod has the labels ${labels.join(",")}`,
	);
	return problem
		? troubled(problem, describe(problem, service))
		: waiting("selects no Pod");
}

/** A load balancer is ready when it has an address. */
function address(
	service: KubeObject,
	others: KubeObject[],
	message: string,
): State {
	const { spec, status } = service as Service;
	if (spec.type !== "LoadBalancer") return ready(message);
	const { ip, hostname } = status?.loadBalancer?.ingress?.at(0) ?? {};
	if (ip || hostname) return ready(`${message} at ${hostname ?? ip}`);
	const trouble = eventsOf(service, others)
		.filter(({ type }) => type === "Warning")
		.map(({ reason, message }) => problemOf(service, reason, message))
		.find((problem) => problem !== undefined);
	return trouble
		? troubled(trouble, describe(trouble, service))
		: waiting("waits for a load balancer's address");
}
