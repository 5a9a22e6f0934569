import type { Cluster } from "./cluster.js";
import type { Call } from "./kubectl.js";
import { type KubeObject, liveOf, nameOf } from "./objects.js";
import type { ContainerStatus, Pod } from "./rollout/container.js";
import { currentPods } from "./rollout/current.js";
import { eventsOf } from "./rollout/event.js";
import type { Verdict } from "./wait.js";

/** Warnings that have nothing to do with a rollout. */
const harmless = ["MissingClusterDNS"];
const mostPods = 3;
const mostEvents = 8;
const mostLogLines = 100;
const logLines = 50;

/** What a failed deploy has to say for itself, each line with its source in front. */
export async function gather(
	cluster: Cluster,
	verdict: Verdict,
): Promise<string[]> {
	const logs = logsOf(unwellPods(verdict));
	const calls = logs.map(({ call }) => call);
	const answers = calls.length > 0 ? await cluster.run(calls, {}, ";") : [];
	const share = Math.min(logLines, Math.floor(mostLogLines / calls.length));
	return [
		...facts(verdict),
		...answers.flatMap(({ code, stdout, stderr }, index) => {
			const text = (code === 0 ? stdout : stderr).trimEnd();
			const lines = text.split("\n").slice(-share);
			return text === ""
				? []
				: [
						`log      of ${logs[index]?.title}:`,
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
		.flatMap((live) =>
			live?.kind === "Pod" ? [live] : live ? currentPods(live, snapshot) : [],
		)
		.map((pod) => pod as Pod)
		.filter((pod) => statusesOf(pod).some(isUnwell))
		.slice(0, mostPods);
}

/** The logs of the containers that are not well, of the run before as well. */
function logsOf(pods: Pod[]): { title: string; call: Call }[] {
	return pods.flatMap((pod) =>
		statusesOf(pod)
			.filter(isUnwell)
			.flatMap(({ name, lastState }) =>
				(lastState?.terminated ? [true, false] : [false]).map((previous) => ({
					title: `${nameOf(pod)}, container ${name}${previous ? ", the run before" : ""}`,
					call: [
						"logs",
						pod.metadata.name,
						`--container=${name}`,
						`--tail=${logLines}`,
						`--previous=${previous}`,
					],
				})),
			),
	);
}

function statusesOf({ status }: Pod): ContainerStatus[] {
	return [
		...(status?.initContainerStatuses ?? []),
		...(status?.containerStatuses ?? []),
	];
}

function isUnwell({ ready, state }: ContainerStatus): boolean {
	return !ready && state?.terminated?.exitCode !== 0;
}

function oneLine(message: string): string {
	return message.trim().replace(/\s*\n\s*/g, " ");
}
