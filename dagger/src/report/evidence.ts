import { eventsRequest, parseEvents } from "../cluster/requests.js";
import type { Line } from "../failures/failure.js";
import type { WaitResult } from "../health/wait.js";
import type { Cluster } from "../kubectl/cluster.js";
import { type Event, eventTime, findEvents } from "../kubernetes/event.js";
import {
	findLiveObject,
	formatName,
	type KubeObject,
} from "../kubernetes/object.js";
import { listStatuses, type Pod } from "../kubernetes/pod.js";
import { findTellingPods } from "../kubernetes/revision.js";
import { formatTime } from "../system/clock.js";
import { findLogs, formatLogs, isUnwell, type Log, parseLogs } from "./logs.js";

/** Warnings that have nothing to do with a rollout. */
const harmless = ["MissingClusterDNS"];
const mostPods = 3;
/** Of how many objects the events are read once more: a poll may have read those of others. */
const mostInvolved = 8;
const mostEvents = 8;

/** What shows why a deploy failed, each line with its source and each fact once. */
export async function gatherEvidence(
	cluster: Cluster,
	result: WaitResult,
	mask: (text: string) => string,
): Promise<Line[]> {
	const pods = findUnwellPods(result);
	const involved = [...pods, ...listUnready(result)].slice(0, mostInvolved);
	const wanted = findLogs(pods);
	const calls = [
		...involved.map((object) => eventsRequest(cluster.namespace, object)),
		...wanted.map(({ call }) => call),
	];
	if (calls.length === 0) return [];
	const answers = await cluster.run(calls, { parallel: true });
	const logs = parseLogs(wanted, answers.slice(involved.length), mask);
	const events = answers
		.slice(0, involved.length)
		.flatMap(({ code, stdout }) => (code === 0 ? parseEvents(stdout) : []));
	const snapshot = [...result.snapshot, ...events];
	return [...listFacts({ ...result, snapshot }, logs), ...formatLogs(logs)];
}

/** What Kubernetes itself reports: the ends of containers, and the warnings about the objects and their Pods. */
function listFacts(result: WaitResult, logs: Log[] = []): Line[] {
	const exits = listExits(result, logs);
	const events = listEvents(result);
	const told = [...exits, ...events, ...logs].map(({ text }) => oneLine(text));
	const messages = [...result.health.values()]
		.flatMap(({ problem }) => (problem ? [toMessage(problem.message)] : []))
		.filter(({ text }) => !told.some((other) => other.includes(text)));
	return [
		...unique(messages),
		...unique(exits),
		...unique(events).slice(0, mostEvents),
	];
}

// How a container ended is an exit; the words that its log adds are found there.
function toMessage(message: string): Line {
	const words = message.replace(/^\w+: exit code \d+ ?/, "");
	return { label: "message", text: oneLine(words) };
}

function listExits(result: WaitResult, logs: Log[]): Line[] {
	return findUnwellPods(result).flatMap((pod) =>
		listStatuses(pod).flatMap(({ name, state, lastState }): Line[] => {
			const { terminated = lastState?.terminated } = state ?? {};
			if (!terminated || terminated.exitCode === 0) return [];
			const { exitCode, reason = "", message = "" } = terminated;
			const words = oneLine(message);
			const isLogged = logs.some(({ text }) => oneLine(text).includes(words));
			return [
				{
					label: "exit",
					text: `${exitCode} ${reason} of container ${name} in ${formatName(pod)}${words && !isLogged ? `: ${words}` : ""}`,
				},
			];
		}),
	);
}

function listEvents(result: WaitResult): Line[] {
	return [...listUnready(result), ...findUnwellPods(result)]
		.flatMap((object) => findEvents(object, result.snapshot))
		.filter(
			({ type, reason }) => type !== "Normal" && !harmless.includes(reason),
		)
		.map((event) => ({
			label: "event",
			text: `${event.reason}: ${oneLine(event.message)}`,
			...findTime(event),
		}));
}

function findTime(event: Event): Pick<Line, "at"> {
	const time = eventTime(event);
	return Number.isNaN(time) ? {} : { at: formatTime(time / 1000) };
}

function listUnready({ health }: WaitResult): KubeObject[] {
	return [...health]
		.filter(([, { status }]) => status !== "ready")
		.map(([object]) => object);
}

/** The Pods behind the objects that are not ready, if they are not well themselves. */
function findUnwellPods(result: WaitResult): Pod[] {
	const { snapshot } = result;
	return listUnready(result)
		.map((object) => findLiveObject(object, snapshot))
		.flatMap((live) => (live ? findTellingPods(live, snapshot) : []))
		.filter((pod) => listStatuses(pod).some(isUnwell))
		.slice(0, mostPods);
}

function unique(lines: Line[]): Line[] {
	return [...new Map(lines.map((line) => [line.text, line])).values()];
}

function oneLine(message: string): string {
	return message.trim().replace(/\s*\n\s*/g, " ");
}
