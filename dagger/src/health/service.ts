import type { ServiceSpec, ServiceStatus } from "kubernetes-types/core/v1.js";
import { findCondition } from "../kubernetes/condition.js";
import {
	findReadyTargets,
	hasPorts,
	listEndpoints,
} from "../kubernetes/endpoints.js";
import { findEvents } from "../kubernetes/event.js";
import { findPodTemplate, kindKey, kinds } from "../kubernetes/kinds.js";
import {
	formatName,
	type KubeObject,
	type Typed,
} from "../kubernetes/object.js";
import { isPod, isReady, type Pod } from "../kubernetes/pod.js";
import { isCurrent } from "../kubernetes/revision.js";
import { custom } from "./custom.js";
import {
	type Health,
	type HealthContext,
	progressing,
	type Rule,
	ready,
} from "./health.js";
import { describe, findProblem, withProblem } from "./problem.js";

type Labels = Record<string, string>;

type Service = Typed<ServiceSpec, ServiceStatus>;

/** Ready when requests reach only Pods that are to stay, and all of those that are ready. */
export const service: Rule<Service> = (object, surroundings) => {
	const { others, formerPods } = surroundings;
	const { spec } = object;
	const selector = spec.selector ?? {};
	if (spec.type === "ExternalName" || Object.keys(selector).length === 0)
		return withAddress(object, others, "has no Pods of its own");

	const selected = others
		.filter(isPod)
		.filter(({ metadata }) => matches(selector, metadata.labels));
	const pods = selected.filter((pod) => !hasEnded(pod));
	const targets = findReadyTargets(object, others);
	if (pods.length === 0 && targets.length === 0)
		return selected.length > 0
			? ready("its Pods have ended")
			: withoutPods(object, selector, surroundings);

	const staying = pods.filter((pod) => isCurrent(pod, others));
	const names = staying.map(formatName);
	const leaving = [...(formerPods ?? []), ...pods.map(formatName)].filter(
		(name) => !names.includes(name),
	);
	// Others may stand behind the Service, too: an operator's Pods, a canary of another pipeline.
	const draining = targets.filter((target) => leaving.includes(target));
	const reached = targets.length - draining.length;
	if (draining.length > 0)
		return progressing(
			`requests reach ${draining.length} old and ${reached} new Pods`,
		);
	const port = findNamedPort(object);
	if (port && reached > 0 && !hasPorts(object, others))
		return missing(object, "NoPort", `no Pod has the port ${port}`);
	const own = targets.filter((target) => names.includes(target));
	const foreign = reached - own.length;
	const behind = foreign > 0 ? `, and ${foreign} of others` : "";
	const message = `requests reach ${own.length} of ${staying.length} Pods${behind}`;
	const wanted = staying.filter(isReady).map(formatName);
	return reached === 0 || wanted.some((name) => !targets.includes(name))
		? progressing(message)
		: withAddress(object, others, message);
};

function matches(selector: Labels, labels: Labels = {}): boolean {
	return Object.entries(selector).every(
		([key, value]) => labels[key] === value,
	);
}

/** No request will reach it any more: what made it makes another, if one is wanted. */
function hasEnded({ metadata, status }: Pod): boolean {
	const isReplaced = metadata.ownerReferences !== undefined;
	return (
		status?.phase === "Succeeded" || (status?.phase === "Failed" && isReplaced)
	);
}

/** No Pod has the labels: on purpose, when what makes them wants none. */
function withoutPods(
	service: KubeObject,
	selector: Labels,
	surroundings: HealthContext,
): Health {
	const { others } = surroundings;
	const makers = others.filter((other) => {
		const labels = findPodTemplate(other)?.metadata?.labels;
		const isMade = other.metadata.ownerReferences !== undefined;
		return labels && !isMade && matches(selector, labels);
	});
	const busy = makers.find((maker) => !wantsNone(maker));
	if (busy) return progressing(`waits for the Pods of ${formatName(busy)}`);
	if (listEndpoints(service, others).length > 0)
		return progressing("waits for Pods of others");
	const [idle] = makers;
	if (idle) return ready(`${formatName(idle)} wants no Pods`);
	// What an operator makes of it is not known: perhaps the Pods.
	const operated = others.find(
		(other) =>
			!(kindKey(other) in kinds) &&
			custom(other, surroundings).status === "progressing",
	);
	if (operated) return progressing(`waits for ${formatName(operated)}`);
	const labels = Object.entries(selector).map((label) => label.join("="));
	return missing(
		service,
		"NoPods",
		`no Pod has the labels ${labels.join(",")}`,
	);
}

function missing(service: KubeObject, reason: string, message: string): Health {
	const problem = findProblem(service, reason, message);
	return problem
		? withProblem(problem, describe(problem, service))
		: progressing(message);
}

/** A port that is known by its name in the Pods only. */
function findNamedPort({ spec }: Service): unknown {
	return spec.ports
		?.map(({ targetPort }) => targetPort)
		.find((port) => typeof port === "string");
}

/** Scaled to none, for nodes that there are none of, done, or none before its time. */
function wantsNone(object: KubeObject): boolean {
	const { replicas, suspend } = (object.spec ?? {}) as {
		replicas?: number;
		suspend?: boolean;
	};
	const { desiredNumberScheduled } = (object.status ?? {}) as {
		desiredNumberScheduled?: number;
	};
	const isDone = findCondition(object, "Complete")?.status === "True";
	return (
		replicas === 0 ||
		desiredNumberScheduled === 0 ||
		!!suspend ||
		isDone ||
		object.kind === "CronJob"
	);
}

/** A load balancer is ready when it has an address. */
function withAddress(
	service: Service,
	others: KubeObject[],
	message: string,
): Health {
	const { spec, status } = service;
	if (spec.type !== "LoadBalancer") return ready(message);
	const { ip, hostname } = status?.loadBalancer?.ingress?.at(0) ?? {};
	if (ip || hostname) return ready(`${message} at ${hostname ?? ip}`);
	const problem = findEvents(service, others)
		.filter(({ type }) => type === "Warning")
		.map(({ reason, message }) => findProblem(service, reason, message))
		.find((found) => found !== undefined);
	return problem
		? withProblem(problem, describe(problem, service))
		: progressing("waits for a load balancer's address");
}
