import {
	type Container,
	containersOf,
	type Pod,
	type ProbeField,
	type Terminated,
} from "./container.js";
import { type Event, timeOf } from "./event.js";
import { problemOf, shortened, withGrace } from "./problem.js";
import type { Problem } from "./state.js";

/** What keeps one container from working. How the old one ends, after a change in place, is no problem. */
export function containerProblem(
	pod: Pod,
	container: Container,
	events: Event[],
	old: boolean,
): Problem | undefined {
	const { spec, status, ends } = container;
	const { state, lastState, restartCount = 0 } = status ?? {};
	const { reason, message } = state?.waiting ?? {};
	const looping = reason === "CrashLoopBackOff";
	if (reason && !looping && !isStarting(reason))
		return known(reason, message ?? causeOf(events), factsOf(reason));
	if (old) return undefined;

	const ended = looping ? lastState?.terminated : state?.terminated;
	if (looping || (ended && !endedWell(ended))) {
		const killing = answerTo("Killing", ended?.startedAt);
		const answer = killing && answerTo("Unhealthy", ended?.startedAt);
		if (answer) return unhealthy(answer);
		const what = reason ?? ended?.reason ?? "Error";
		return known(what, wordsOf(ended), factsOf(what, ended));
	}
	const started = state?.running?.startedAt;
	const answer = !status?.ready && started && answerTo("Unhealthy", started);
	return answer ? patient(container, unhealthy(answer)) : undefined;

	function known(reason: string, message: string, facts: string) {
		const several = containersOf(pod).length > 1;
		const name = several ? spec.name : undefined;
		return problemOf(pod, reason, message, { container: name, facts });
	}

	function factsOf(reason: string, ended?: Terminated): string {
		const restarts =
			restartCount > 0 &&
			`${restartCount} restart${restartCount > 1 ? "s" : ""}`;
		const code = ended && `exit code ${ended.exitCode}`;
		return [reason, restarts, code].filter(Boolean).join(", ");
	}

	function unhealthy({ reason, message }: Event) {
		const [, kind = "", answer = ""] =
			/^(\w+) probe \w+: (.*)/s.exec(message) ?? [];
		const { httpGet } = spec[`${kind.toLowerCase()}Probe` as ProbeField] ?? {};
		const asked = httpGet && `GET ${httpGet.path ?? "/"}`;
		const facts = [asked, shortened(answer)].filter(Boolean).join(": ");
		return known(reason, message, facts);
	}

	/** The last event of a kind about this container since it started. */
	function answerTo(reason: string, since = ""): Event | undefined {
		return events.find(
			(event) =>
				event.reason === reason &&
				(reason !== "Killing" || / probe, /.test(event.message)) &&
				event.involvedObject.fieldPath?.endsWith(`{${spec.name}}`) &&
				timeOf(event) >= Date.parse(since),
		);
	}

	function endedWell({ exitCode }: Terminated): boolean {
		return exitCode === 0 && (ends || pod.spec.restartPolicy !== "Always");
	}
}

/** How a container ended, in one line that the catalogue can match. */
function wordsOf(ended?: Terminated): string {
	if (!ended) return "";
	const { reason = "Error", exitCode, message = "" } = ended;
	return `${reason}: exit code ${exitCode} ${message}`.trim();
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
	return withGrace(problem, Math.max(problem.failure.grace, allowed));
}

/** Waiting for nothing but time. */
export function isStarting(reason?: string): boolean {
	return reason === "ContainerCreating" || reason === "PodInitializing";
}
