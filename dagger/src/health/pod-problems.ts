import { findCondition } from "../kubernetes/condition.js";
import {
	type Event,
	eventTime,
	findContainerName,
	findEvents,
	sinceStart,
} from "../kubernetes/event.js";
import type { KubeObject } from "../kubernetes/object.js";
import {
	type Container,
	isOld,
	isStarting,
	listContainers,
	nameIfSeveral,
	type Pod,
} from "../kubernetes/pod.js";
import { containerProblem } from "./container-problem.js";
import type { HealthContext, Problem } from "./health.js";
import { findProblem } from "./problem.js";
import { withPullSecret } from "./pull-secret.js";

/** What keeps each container of a Pod from working, and the Pod from having a place to run. */
export function podProblems(
	pod: Pod,
	{ others, digest, applyTimes = new Map() }: HealthContext,
): Problem[] {
	const events = findEvents(pod, others);
	const containers = listContainers(pod);
	const found = containers.map((container) => {
		const old = isOld(container, digest);
		const problem = containerProblem(pod, container, events, old);
		const own = sinceStart(events, container.spec.name);
		return problem && withPullSecret(problem, pod, own, applyTimes);
	});
	return [...found, placeProblem(pod, containers, events, others)].filter(
		(problem) => problem !== undefined,
	);
}

/** An autoscaler makes a node for a Pod. */
function isScaling(object: KubeObject): object is Event {
	const { kind, reason } = object as Event;
	return (
		kind === "Event" && /^(?:TriggeredScaleUp|Nominated)$/.test(reason ?? "")
	);
}

/** Whether what came later shows that a Pod has a place, its volume, or all that it needs before it pulls its image. */
function isResolved(event: Event, events: Event[]): boolean {
	if (event.reason === "FailedScheduling") return true;
	return events
		.filter((other) => eventTime(other) >= eventTime(event))
		.some(
			({ reason }) =>
				/^(?:Pulling|Pulled|Created|Started)$/.test(reason) ||
				(event.reason === "FailedAttachVolume" &&
					reason === "SuccessfulAttachVolume"),
		);
}

function placeProblem(
	pod: Pod,
	containers: Container[],
	events: Event[],
	others: KubeObject[],
): Problem | undefined {
	const scheduled = findCondition(pod, "PodScheduled");
	if (scheduled?.status === "False") {
		// pkg/scheduler/framework/preemption/preemption.go
		if (pod.status?.nominatedNodeName)
			return findProblem(pod, "NodeNominated", scheduled.message ?? "");
		// A new node is for its siblings, too, whose events are read for some of them only.
		const scaling = events.find(isScaling) ?? others.find(isScaling);
		const { reason = "", message = "" } = scaling ?? scheduled;
		return findProblem(pod, reason, message);
	}
	const hasBegun = containers.some(
		({ status }) => status && !isStarting(status.state?.waiting?.reason),
	);
	if (hasBegun) return undefined;

	return events
		.filter(({ type }) => type === "Warning")
		.filter((event) => !isResolved(event, events))
		.map((event) =>
			findProblem(pod, event.reason, event.message, {
				container: nameIfSeveral(pod, findContainerName(event)),
			}),
		)
		.find((problem) => problem !== undefined);
}

/** Why a Pod is not ready though its containers are: its gates, its node. It says nothing of any of them. */
export function readinessProblem(
	pod: Pod,
	{ others }: Pick<HealthContext, "others">,
): Problem | undefined {
	const condition = findCondition(pod, "Ready");
	if (condition?.status !== "False") return undefined;
	const events = findEvents(pod, others);
	// The control plane gives no reason where a node is lost: pkg/controller/util/node/controller_utils.go
	const lost = events.find(({ reason }) => reason === "NodeNotReady");
	const { reason = "", message = "" } = condition.reason
		? condition
		: (lost ?? {});
	return findProblem(pod, reason, message);
}
