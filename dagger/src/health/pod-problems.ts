import { findCondition } from "../kubernetes/condition.js";
import {
	type Event,
	eventTime,
	findContainerName,
	findEvents,
	sinceStart,
} from "../kubernetes/event.js";
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
	return [...found, placeProblem(pod, containers, events)].filter(
		(problem) => problem !== undefined,
	);
}

function placeProblem(
	pod: Pod,
	containers: Container[],
	events: Event[],
): Problem | undefined {
	const scheduled = findCondition(pod, "PodScheduled");
	if (scheduled?.status === "False") {
		const scaling = events.find(({ reason }) =>
			/^(?:TriggeredScaleUp|Nominated)$/.test(reason),
		);
		const { reason = "", message = "" } = scaling ?? scheduled;
		return findProblem(pod, reason, message);
	}
	const hasBegun = containers.some(
		({ status }) => status && !isStarting(status.state?.waiting?.reason),
	);
	if (hasBegun) return undefined;

	// A pull shows that everything before it is mended.
	const pulling = events.find(({ reason }) => reason === "Pulling");
	return events
		.filter(({ type }) => type === "Warning")
		.filter((event) => !pulling || eventTime(event) > eventTime(pulling))
		.map((event) =>
			findProblem(pod, event.reason, event.message, {
				container: nameIfSeveral(pod, findContainerName(event)),
			}),
		)
		.find((problem) => problem !== undefined);
}
