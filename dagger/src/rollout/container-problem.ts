import {
	type Container,
	isStarting,
	type Pod,
	type ProbeField,
	type Terminated,
	toldApart,
} from "./container.js";
import { type Event, sinceStart } from "./event.js";
import { problemOf, shortened, withGrace } from "./problem.js";
import type { Problem } from "./state.js";

/** What keeps one container from working. How the old one ends, after a change in place, is no problem. */
export function containerProblem(
	pod: Pod,
	container: Container,
	events: Event[],
	old: boolean,
): Problem | undefined {
	const { spec, status } = container;
	const { state, lastState, restartCount = 0 } = status ?? {};
	const { reason, message } = state?.waiting ?? {};
	const looping = reason === "CrashLoopBackOff";
	if (reason && !looping && !isStarting(reason))
		return known(reason, message ?? causeOf(events), factsOf(reason));
	if (old) return undefined;

	const ended = looping ? lastState?.terminated : state?.terminated;
	if (looping || (ended && !endedWell(pod, container, ended))) {
		const said = sinceStart(events, spec.name, ended?.startedAt);
		// A node that has much to say of a pod falls silent for a while: it may not tell of each restart.
		const heard = wasStopped(ended) ? sinceStart(events, spec.name) : said;
		const answer = heard.some(isKilling) && heard.find(isUnhealthy);
		if (answer) return unhealthy(answer);
		const hook = said.find(({ reason }) => reason === "FailedPostStartHook");
		if (hook) return known(hook.reason, hook.message, factsOf(hook.reason));
		const what = reason ?? ended?.reason ?? "Error";
		return known(what, wordsOf(ended), factsOf(what, ended));
	}
	if (!state?.running || status?.ready) return undefined;
	const said = sinceStart(events, spec.name, state.running.startedAt);
	const answer = said.find(isUnhealthy);
	return answer && patient(container, unhealthy(answer));

	function known(reason: string, message: string, facts: string) {
		const name = toldApart(pod, spec.name);
		return problemOf(pod, reason, message, { container: name, facts });
	}

	function factsOf(reason: string, ended?: Terminated): string {
		const restarts = `${restartCount} restart${restartCount > 1 ? "s" : ""}`;
		const code = ended && `exit code ${ended.exitCode}${lastLine(ended)}`;
		const facts = [reason, restartCount > 0 && restarts, code];
		return facts.filter(Boolean).join(", ");
	}

	function unhealthy({ reason, message }: Event) {
		const [, kind = "", answer = ""] =
			/^(\w+) probe \w+: (.*)/s.exec(message) ?? [];
		const { httpGet } = spec[`${kind.toLowerCase()}Probe` as ProbeField] ?? {};
		const asked = httpGet && `GET ${httpGet.path ?? "/"}`;
		const facts = [asked, shortened(answer)].filter(Boolean).join(": ");
		return known(reason, message, facts);
	}
}

/** The node ends a container which does not answer its probe. */
function isKilling({ reason, message }: Event): boolean {
	return reason === "Killing" && / probe, /.test(message);
}

/** Ended by a signal, or in good order because of one. */
function wasStopped({ exitCode, reason }: Partial<Terminated> = {}): boolean {
	return /^(?:0|137|143)$/.test(`${exitCode}`) && reason !== "OOMKilled";
}

function isUnhealthy({ reason }: Event): boolean {
	return reason === "Unhealthy";
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

/** What a container said at its very end, which is mostly the cause. */
function lastLine({ reason, message = "" }: Terminated): string {
	if (reason !== "Error") return "";
	const line = message.trim().split("\n").at(-1) ?? "";
	return line && `: ${shortened(line)}`;
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
