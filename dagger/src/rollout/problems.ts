import type { KubeObject } from "../manifests/objects.js";
import { conditionOf } from "./condition.js";
import {
	type Container,
	containersOf,
	isOld,
	isStarting,
	type Pod,
	toldApart,
} from "./container.js";
import { containerProblem } from "./container-problem.js";
import { containerIn, type Event, eventsOf, timeOf } from "./event.js";
import { problemOf } from "./problem.js";
import type { Problem } from "./state.js";

/** The worst that keeps each container of a pod from working, and the pod from having a place to run. */
export function problemsOf(
	pod: Pod,
	others: KubeObject[],
	digest?: string,
): Problem[] {
	const events = eventsOf(pod, others);
	const containers = containersOf(pod);
	const found = containers.map((container) =>
		containerProblem(pod, container, events, isOld(container, digest)),
	);
	return [...found, placeProblem(pod, containers, events)].filter(
		(problem) => problem !== undefined,
	);
}

function placeProblem(
	pod: Pod,
	containers: Container[],
	events: Event[],
): Problem | undefined {
	const scheduled = conditionOf(pod, "PodScheduled");
	if (scheduled?.status === "False") {
		const scaling = events.find(({ reason }) =>
			/^(?:TriggeredScaleUp|Nominated)$/.test(reason),
		);
		const { reason = "", message = "" } = scaling ?? scheduled;
		return problemOf(pod, reason, message);
	}
	const begun = containers.some(
		({ status }) => status && !isStarting(status.state?.waiting?.reason),
	);
	if (begun) return undefined;

	// A pull shows that everything before it is mended.
	const pulling = events.find(({ reason }) => reason === "Pulling");
	return events
		.filter(({ type }) => type === "Warning")
		.filter((event) => !pulling || timeOf(event) > timeOf(pulling))
		.map((event) =>
			problemOf(pod, event.reason, event.message, {
				container: toldApart(pod, containerIn(event)),
			}),
		)
		.find((problem) => problem !== undefined);
}
