import type { KubeObject } from "../objects.js";
import { conditionOf } from "./condition.js";
import {
	type Container,
	containersOf,
	isOld,
	type Pod,
	type Terminated,
} from "./container.js";
import { type Event, eventsOf, timeOf } from "./event.js";
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

function containerProblem(
	pod: Pod,
	container: Container,
	events: Event[],
	old: boolean,
): Problem | undefined {
	const { state, lastState, restartCount = 0 } = container.status ?? {};
	const name = container.spec.name;
	const known = (reason: string, message: string, ended?: Terminated) =>
		problemOf(pod, reason, message, {
			container: containersOf(pod).length > 1 ? name : undefined,
			facts: factsOf(reason, restartCount, ended),
		});

	const reason = state?.waiting?.reason;
	const last = lastState?.terminated;
	if (reason === "CrashLoopBackOff")
		return old ? undefined : known(reason, wordsOf(last), last);
	if (reason && !isStarting(reason))
		return known(reason, state.waiting?.message ?? causeOf(events));

	const ended = state?.terminated;
	if (ended && !old && !endedWell(pod, container, ended))
		return known(ended.reason ?? "Error", wordsOf(ended), ended);

	const started = state?.running?.startedAt;
	if (started && !old && !container.status?.ready) {
		const answer = events.find(
			(event) =>
				event.reason === "Unhealthy" &&
				event.involvedObject.fieldPath?.endsWith(`{${name}}`) &&
				timeOf(event) >= Date.parse(started),
		);
		return answer && patient(container, known("Unhealthy", answer.message));
	}
	return undefined;
}

function endedWell(pod: Pod, { ends }: Container, { exitCode }: Terminated) {
	return exitCode === 0 && (ends || pod.spec.restartPolicy !== "Always");
}

/** How a container ended, in one line that the catalogue can match. */
function wordsOf(ended?: Terminated): string {
	if (!ended) return "";
	const { reason = "Error", exitCode, message = "" } = ended;
	return `${reason}: exit code ${exitCode} ${message}`.trim();
}

function factsOf(reason: string, restarts: number, ended?: Terminated): string {
	const facts = [
		reason,
		restarts > 0 && `${restarts} restart${restarts > 1 ? "s" : ""}`,
		ended && `exit code ${ended.exitCode}`,
	];
	return facts.filter(Boolean).join(", ");
}

/** Older clusters say why a pull failed in an event only. */
function causeOf(events: Event[]): string {
	return events.find(({ reason }) => reason === "Failed")?.message ?? "";
}

/** A startup probe may fail as long as the manifest allows it. */
function patient(
	{ spec, status }: Container,
	problem?: Problem,
): Problem | undefined {
	const probe = spec.startupProbe;
	if (!problem || !probe || status?.started) return problem;
	const {
		initialDelaySeconds = 0,
		periodSeconds = 10,
		failureThreshold = 3,
	} = probe;
	const allowed = initialDelaySeconds + periodSeconds * failureThreshold;
	const grace = Math.max(problem.failure.grace, allowed);
	return { ...problem, failure: { ...problem.failure, grace } };
}

function placeProblem(
	pod: Pod,
	containers: Container[],
	events: Event[],
): Problem | undefined {
	const scheduled = conditionOf(pod, "PodScheduled");
	if (scheduled?.status === "False") {
		const scaling = events.find(({ reason }) => reason === "TriggeredScaleUp");
		if (scaling) return problemOf(pod, scaling.reason, scaling.message);
		return problemOf(pod, scheduled.reason ?? "", scheduled.message ?? "");
	}
	const begun = containers.some(
		({ status }) => status && !isStarting(status.state?.waiting?.reason),
	);
	const pulling = events.find(({ reason }) => reason === "Pulling");
	if (begun) return undefined;
	return events
		.filter(({ type }) => type === "Warning")
		.filter((event) => !pulling || timeOf(event) > timeOf(pulling))
		.map(({ reason, message }) => problemOf(pod, reason, message))
		.find((problem) => problem !== undefined);
}

/** Waiting for nothing but time. */
function isStarting(reason?: string): boolean {
	return reason === "ContainerCreating" || reason === "PodInitializing";
}
