import { logs } from "../cluster/calls.js";
import type { Access } from "../cluster/cluster.js";
import type { Call } from "../cluster/kubectl.js";
import { type KubeObject, liveOf, nameOf } from "../manifests/objects.js";
import {
	type ContainerStatus,
	type Pod,
	statusesOf,
} from "../rollout/container.js";
import { currentPods, ownedBy } from "../rollout/current.js";
import { eventsOf } from "../rollout/event.js";
import type { Verdict } from "./wait.js";

/** Warnings that have nothing to do with a rollout. */
const harmless = ["MissingClusterDNS"];
const mostPods = 3;
const mostEvents = 8;
const mostLogLines = 100;
const logLines = 50;

/** What a failed deploy has to say for itself, each line with its source in front. */
export async function gather(
	cluster: Access,
	verdict: Verdict,
): Promise<string[]> {
	const asked = logsOf(unwellPods(verdict));
	const calls = asked.map(({ call }) => call);
	const answers = calls.length > 0 ? await cluster.run(calls, {}, "&") : [];
	const share = Math.min(logLines, Math.floor(mostLogLines / calls.length));
	return [
		...facts(verdict),
		...answers.flatMap(({ stdout }, index) => {
			const text = stdout.trimEnd();
			const lines = text.split("\n").slice(-share);
			return text === ""
				? []
				: [
						`log      of ${asked[index]?.title}:`,
						...lines.map((line) => `         ${line.slice(0, 500)}`),
					];
		}),
	];
}

/** What Kubernetes itself says: the ends of containers, and the warnings about the objects and their pods. */
export function facts(verdict: Verdict): string[] {
	const pods = unwellPods(verdict);
	const ends = pods.flatMap((pod) =>
		statusesOf(pod).flatMap(({ name, state, lastState }) => {
			const { terminated = lastState?.terminated } = state ?? {};
			if (!terminated || terminated.exitCode === 0) return [];
			const { exitCode, reason = "", message = "" } = terminated;
			return `ended    container ${name} of ${nameOf(pod)}: exit code ${exitCode} ${reason} ${oneLine(message)}`.trimEnd();
		}),
	);
	const about = [...unready(verdict), ...pods];
	const events = about
		.flatMap((object) => eventsOf(object, verdict.snapshot))
		.filter(
			({ type, reason }) => type !== "Normal" && !harmless.includes(reason),
		)
		.map(({ reason, message }) => `event    ${reason}: ${oneLine(message)}`);
	const problems = [...verdict.states.values()]
		.flatMap(({ problem }) => problem?.message ?? [])
		.map((message) => `said     ${oneLine(message)}`);
	const told = [...events, ...ends].join("\n");
	return [
		...new Set(problems.filter((line) => !told.includes(line.slice(9)))),
		...new Set(ends),
		...[...new Set(events)].slice(0, mostEvents),
	];
}

function unready({ states }: Verdict): KubeObject[] {
	return [...states]
		.filter(([, { phase }]) => phase !== "ready")
		.map(([object]) => object);
}

/** The pods that stand behind the objects that are not ready, and are not well themselves. */
function unwellPods(verdict: Verdict): Pod[] {
	const { snapshot } = verdict;
	return unready(verdict)
		.map((object) => liveOf(object, snapshot))
		.flatMap((live) => podsOf(live, snapshot))
		.filter((pod) => statusesOf(pod).some(isUnwell))
		.slice(0, mostPods);
}

function podsOf(live: KubeObject | undefined, snapshot: KubeObject[]): Pod[] {
	if (!live) return [];
	if (live.kind === "Pod") return [live as Pod];
	// A Job's Pods stay when they have ended, and are its evidence then.
	const made =
		live.kind === "Job"
			? ownedBy(live.metadata.uid, snapshot)
			: currentPods(live, snapshot);
	return made.filter(({ kind }) => kind === "Pod") as Pod[];
}

/** The logs of the containers that are not well, of the run before as well. */
function logsOf(pods: Pod[]): { title: string; call: Call }[] {
	return pods.flatMap((pod) =>
		statusesOf(pod)
			.filter(isUnwell)
			.flatMap(({ name, lastState }) =>
				(lastState?.terminated ? [true, false] : [false]).map((previous) => ({
					title: `${nameOf(pod)}, container ${name}${previous ? ", the run before" : ""}`,
					call: logs(pod, name, logLines, previous),
				})),
			),
	);
}

function isUnwell({ ready, state }: ContainerStatus): boolean {
	return !ready && state?.terminated?.exitCode !== 0;
}

function oneLine(message: string): string {
	return message.trim().replace(/\s*\n\s*/g, " ");
}
