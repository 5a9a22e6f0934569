import type { Cluster } from "./cluster.js";
import type { Call } from "./kubectl.js";
import { type KubeObject, nameOf } from "./objects.js";
import type { Verdict } from "./wait.js";

type ContainerStatus = {
	name: string;
	ready?: boolean;
	state?: { waiting?: object; terminated?: { exitCode: number } };
	lastState?: { terminated?: object };
};

const mostPods = 3;
const logLines = 50;

/** What a failed object has to say for itself, each line with its source in front. */
export async function gather(
	cluster: Cluster,
	{ states, snapshot }: Verdict,
): Promise<string[]> {
	const guilty = [...states].filter(([, { phase }]) => phase !== "ready");
	const events = guilty
		.flatMap(([, { problem }]) => problem?.message ?? [])
		.map((message) => `said     ${message.trim().split("\n").join(" ")}`);
	const calls = logCalls(snapshot);
	const answers =
		calls.length > 0
			? await cluster.run(
					calls.map(({ call }) => call),
					{},
					";",
				)
			: [];
	const logs = answers.flatMap(({ code, stdout }, index) =>
		code === 0 && stdout.trim() !== ""
			? [
					`log      of ${calls[index]?.title}:`,
					...stdout
						.trimEnd()
						.split("\n")
						.slice(-logLines)
						.map((line) => `         ${line}`),
				]
			: [],
	);
	return [...new Set(events), ...logs];
}

/** The logs of the containers that are not well, of the run before as well. */
function logCalls(snapshot: KubeObject[]): { title: string; call: Call }[] {
	const unwell = snapshot
		.filter(({ kind }) => kind === "Pod")
		.map((pod) => ({ pod, containers: containersOf(pod).filter(isUnwell) }))
		.filter(({ containers }) => containers.length > 0)
		.slice(0, mostPods);
	return unwell.flatMap(({ pod, containers }) =>
		containers.flatMap(({ name, lastState }) =>
			(lastState?.terminated ? [true, false] : [false]).map((previous) => ({
				title: `${nameOf(pod)}, container ${name}${previous ? ", the run before" : ""}`,
				call: [
					"logs",
					pod.metadata.name,
					"--container",
					name,
					`--tail=${logLines}`,
					`--previous=${previous}`,
				],
			})),
		),
	);
}

function containersOf(pod: KubeObject): ContainerStatus[] {
	const status = pod.status as {
		[list in "initContainerStatuses" | "containerStatuses"]?: ContainerStatus[];
	};
	return [
		...(status?.initContainerStatuses ?? []),
		...(status?.containerStatuses ?? []),
	];
}

function isUnwell({ ready, state }: ContainerStatus): boolean {
	return !ready && state?.terminated?.exitCode !== 0;
}
