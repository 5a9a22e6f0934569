import type {
	ContainerStateTerminated,
	ContainerStatus,
} from "kubernetes-types/core/v1.js";
import { redact } from "../kubectl/redact.js";
import type { Call } from "../kubectl/script.js";
import type { KubeObject } from "../kubernetes/object.js";
import { isPod, listStatuses, type Pod } from "../kubernetes/pod.js";
import { logRequest } from "./requests.js";

/** A container that ended with an error, and of which Kubernetes knows nothing but the exit code. */
export type Crash = { key: string; call: Call };

const lines = 3;

/** The crashes of which only the log tells the cause. */
export function findCrashes(snapshot: KubeObject[]): Crash[] {
	return snapshot.filter(isPod).flatMap((pod) =>
		listStatuses(pod)
			.filter((status) => isSilent(findEnd(status)))
			.map(({ name, state }) => ({
				key: formatKey(pod, name),
				call: logRequest(pod, name, lines, state?.terminated === undefined),
			})),
	);
}

/** How a log ends, fit to be shown. */
export function lastLines(log: string): string {
	return redact(log.trim(), []).split("\n").slice(-lines).join("\n");
}

/** The snapshot with the ends of logs in the place where Kubernetes keeps the message of a container that ended. */
export function withCrashLogs(
	snapshot: KubeObject[],
	logs: Map<string, string>,
): KubeObject[] {
	if (logs.size === 0) return snapshot;
	const copy = structuredClone(snapshot);
	for (const pod of copy.filter(isPod))
		for (const status of listStatuses(pod)) {
			const end = findEnd(status);
			const log = logs.get(formatKey(pod, status.name));
			if (end && isSilent(end) && log) end.message = log;
		}
	return copy;
}

function findEnd({
	state,
	lastState,
}: ContainerStatus): ContainerStateTerminated | undefined {
	return state?.terminated ?? lastState?.terminated;
}

function isSilent(end: ContainerStateTerminated | undefined): boolean {
	return end !== undefined && end.exitCode !== 0 && !end.message;
}

function formatKey({ metadata }: Pod, container: string): string {
	return `${metadata.uid} ${container}`;
}
