import type { KubeObject } from "../manifests/objects.js";
import {
	type ContainerStatus,
	type Pod,
	statusesOf,
	type Terminated,
} from "../rollout/container.js";
import { logs } from "./calls.js";
import type { Call } from "./kubectl.js";
import { redact } from "./redact.js";

/** A container that ended with an error, and of which Kubernetes knows nothing but the exit code. */
export type Crash = { key: string; call: Call };

const lines = 3;

/** The crashes of which only the log tells the cause. */
export function crashes(snapshot: KubeObject[]): Crash[] {
	return pods(snapshot).flatMap((pod) =>
		statusesOf(pod)
			.filter((status) => isSilent(endOf(status)))
			.map(({ name, state }) => ({
				key: keyOf(pod, name),
				call: logs(pod, name, lines, state?.terminated === undefined),
			})),
	);
}

/** What a log ends with, fit to be shown. */
export function lastWords(log: string): string {
	return redact(log.trim(), []).split("\n").slice(-lines).join("\n");
}

/** The snapshot, with what the logs told in the place where Kubernetes keeps the message of a container that ended. */
export function withLastWords(
	snapshot: KubeObject[],
	heard: Map<string, string>,
): KubeObject[] {
	if (heard.size === 0) return snapshot;
	const copy = structuredClone(snapshot);
	for (const pod of pods(copy))
		for (const status of statusesOf(pod)) {
			const end = endOf(status);
			const words = heard.get(keyOf(pod, status.name));
			if (end && isSilent(end) && words) end.message = words;
		}
	return copy;
}

function pods(snapshot: KubeObject[]): Pod[] {
	return snapshot.filter(({ kind }) => kind === "Pod") as Pod[];
}

function endOf({ state, lastState }: ContainerStatus): Terminated | undefined {
	return state?.terminated ?? lastState?.terminated;
}

function isSilent(end: Terminated | undefined): boolean {
	return end !== undefined && end.exitCode !== 0 && !end.message;
}

function keyOf({ metadata }: Pod, container: string): string {
	return `${metadata.uid} ${container}`;
}
