import type { ContainerStateTerminated } from "kubernetes-types/core/v1.js";
import type { Cause } from "../failures/cause.js";
import { type Event, sinceStart } from "../kubernetes/event.js";
import {
	type Container,
	isStarting,
	nameIfSeveral,
	type Pod,
	type ProbeField,
} from "../kubernetes/pod.js";
import type { Problem } from "./health.js";
import { findProblem, shorten } from "./problem.js";

/** A container that ends within so many seconds of its Pod's start has not been running well before. */
const earlySeconds = 60;

/** A container of a Pod, with the Pod's events. */
type Case = { pod: Pod; container: Container; events: Event[] };

/** What keeps one container from working. How the old one ends, after a change in place, is no problem. */
export function containerProblem(
	pod: Pod,
	container: Container,
	events: Event[],
	isOld: boolean,
): Problem | undefined {
	const one = { pod, container, events };
	const { state, lastState, ready } = container.status ?? {};
	const { reason } = state?.waiting ?? {};
	const isLooping = reason === "CrashLoopBackOff";
	if (reason && !isLooping && !isStarting(reason)) return waiting(one, reason);
	if (isOld) return undefined;

	const end = isLooping ? lastState?.terminated : state?.terminated;
	if (isLooping || (end && !endedWell(one, end))) return ended(one, end);
	return state?.running && !ready ? unready(one) : undefined;
}

function waiting(one: Case, reason: string): Problem | undefined {
	const { message = "" } = one.container.status?.state?.waiting ?? {};
	return about(one, reason, tellsWhy(message) ? message : why(one, message));
}

/** Before Kubernetes 1.32 a container that waits for the next pull did not say why the last one failed. */
function tellsWhy(message: string): boolean {
	return !/^(?:Back-off pulling image "[^"]*")?$/.test(message);
}

function why({ events, container }: Case, message: string): string {
	const failures = events.filter(({ reason }) => reason === "Failed");
	const own = sinceStart(failures, container.spec.name);
	const pull = own.find(({ message }) => /^Failed to pull/.test(message));
	return (pull ?? own[0] ?? failures[0])?.message ?? message;
}

function ended(
	one: Case,
	end: ContainerStateTerminated | undefined,
): Problem | undefined {
	const { spec, status } = one.container;
	const since = sinceStart(one.events, spec.name, end?.startedAt);
	// A node that has much to say of a Pod falls silent for a while: it may not tell of each restart.
	const all = wasStopped(end) ? sinceStart(one.events, spec.name) : since;
	const answer = all.some(isKilling) && all.find(isUnhealthy);
	if (answer) return killed(one, answer);
	const hook = since.find(({ reason }) => reason === "FailedPostStartHook");
	if (hook) return about(one, hook.reason, hook.message);
	const reason = status?.state?.waiting?.reason ?? end?.reason ?? "Error";
	return about(one, reason, formatEnd(end), end);
}

function unready(one: Case): Problem | undefined {
	const { spec, status } = one.container;
	const { startedAt } = status?.state?.running ?? {};
	const answer = sinceStart(one.events, spec.name, startedAt).find(isUnhealthy);
	const problem = answer && unhealthy(one, answer);
	return problem && withStartup(one.container, problem);
}

/** Ended by the kubelet, for it did not answer: from then on it counts how often. */
function killed(one: Case, answer: Event): Problem | undefined {
	const problem = unhealthy(one, answer);
	if (!problem) return undefined;
	const cause: Cause = {
		...problem.cause,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
	};
	return { ...problem, cause };
}

/** A probe's answer, and what it asked. */
function unhealthy(one: Case, { reason, message }: Event): Problem | undefined {
	// pkg/kubelet/prober/prober.go: "Readiness probe failed: HTTP probe failed with statuscode: 503".
	const [, kind = "", answer = ""] =
		/^(\w+) probe \w+: (.*)/s.exec(message) ?? [];
	const probe = one.container.spec[`${kind.toLowerCase()}Probe` as ProbeField];
	const asked = probe?.httpGet && `GET ${probe.httpGet.path ?? "/"}`;
	const facts = [asked, shorten(answer)].filter(Boolean).join(": ");
	return findProblem(one.pod, reason, message, { ...countIn(one), facts });
}

function about(
	one: Case,
	reason: string,
	message: string,
	end?: ContainerStateTerminated,
): Problem | undefined {
	const { restartCount = 0 } = one.container.status ?? {};
	const restarts = `${restartCount} restart${restartCount > 1 ? "s" : ""}`;
	const code = end && `exit code ${end.exitCode}${lastLine(end)}`;
	const facts = [reason, restartCount > 0 && restarts, code]
		.filter(Boolean)
		.join(", ");
	return findProblem(one.pod, reason, message, { ...countIn(one), facts });
}

/** Which container it is, and how often it has ended. */
function countIn({
	pod,
	container: { spec, status },
}: Case): Pick<Problem, "container" | "terminations" | "terminatedEarly"> {
	const { restartCount = 0, state, lastState } = status ?? {};
	const end = state?.terminated ?? lastState?.terminated;
	const life = secondsBetween(pod.status?.startTime, end?.finishedAt);
	return {
		container: nameIfSeveral(pod, spec.name),
		terminations: restartCount + (state?.running ? 0 : 1),
		...(life < earlySeconds && { terminatedEarly: true }),
	};
}

/** Both by the kubelet's clock, so that no other one matters. */
function secondsBetween(start = "", end = ""): number {
	return (Date.parse(end) - Date.parse(start)) / 1000;
}

/** The kubelet ends a container which does not answer its probe: pkg/kubelet/kuberuntime/kuberuntime_manager.go. */
function isKilling({ reason, message }: Event): boolean {
	return reason === "Killing" && / probe, /.test(message);
}

function isUnhealthy({ reason }: Event): boolean {
	return reason === "Unhealthy";
}

/** Ended by a signal, or in good order because of one. */
function wasStopped(end?: ContainerStateTerminated): boolean {
	return (
		/^(?:0|137|143)$/.test(`${end?.exitCode}`) && end?.reason !== "OOMKilled"
	);
}

function endedWell(
	{ pod, container }: Case,
	{ exitCode }: ContainerStateTerminated,
): boolean {
	const mayEnd =
		container.runsToCompletion || pod.spec.restartPolicy !== "Always";
	return exitCode === 0 && mayEnd;
}

/** How a container ended, in one line that the catalogue can match. */
function formatEnd(end?: ContainerStateTerminated): string {
	if (!end) return "";
	const { reason = "Error", exitCode, message = "" } = end;
	return `${reason}: exit code ${exitCode} ${message}`.trim();
}

/** The last line that a container printed, which is mostly the cause. */
function lastLine({ reason, message = "" }: ContainerStateTerminated): string {
	if (reason !== "Error") return "";
	const line = message.trim().split("\n").at(-1) ?? "";
	return line && `: ${shorten(line)}`;
}

/** A startup probe may fail as long as the manifest allows it. */
function withStartup({ spec, status }: Container, problem: Problem): Problem {
	const probe = spec.startupProbe;
	if (!probe || status?.started) return problem;
	const {
		initialDelaySeconds = 0,
		periodSeconds = 10,
		failureThreshold = 3,
	} = probe;
	const grace = initialDelaySeconds + periodSeconds * failureThreshold;
	return { ...problem, cause: { ...problem.cause, grace } };
}
