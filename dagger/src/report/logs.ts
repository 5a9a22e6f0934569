import type { ContainerStatus } from "kubernetes-types/core/v1.js";
import { logRequest } from "../cluster/requests.js";
import { formatMissing, parseForbidden } from "../cluster/rights.js";
import type { Line } from "../failures/failure.js";
import type { Answer, Call } from "../kubectl/script.js";
import { formatName } from "../kubernetes/object.js";
import { listStatuses, type Pod } from "../kubernetes/pod.js";

const mostLines = 100;
const linesPerLog = 50;

export type Log = { title: string; text: string };

/** A log to be read. */
export type Wanted = { title: string; call: Call };

/** The logs of the containers that are not well; of one that runs again, that of its previous run as well. */
export function findLogs(pods: Pod[]): Wanted[] {
	return pods.flatMap((pod) =>
		listStatuses(pod)
			.filter(isUnwell)
			.flatMap((status) => listLogs(pod, status)),
	);
}

/** The ends of those that could be read, each text once; masked whole, for a part of a secret would not be recognised. */
export function parseLogs(
	wanted: Wanted[],
	answers: Answer[],
	mask: (text: string) => string,
): Log[] {
	const share = Math.min(linesPerLog, Math.floor(mostLines / wanted.length));
	return wanted
		.map(({ title }, index) => ({
			title,
			text: lastLines(mask(readLog(answers[index])), share),
		}))
		.filter(({ text }) => text !== "")
		.filter(
			({ text }, index, all) =>
				all.findIndex((other) => other.text === text) === index,
		);
}

function listLogs(
	pod: Pod,
	{ name, state, lastState }: ContainerStatus,
): Wanted[] {
	const title = `${formatName(pod)}, container ${name}`;
	const current = {
		title,
		call: logRequest(pod, name, linesPerLog, false),
	};
	const previous = {
		title: `${title}, its previous run`,
		call: logRequest(pod, name, linesPerLog, true),
	};
	if (!lastState?.terminated) return [current];
	return state?.waiting ? [previous] : [previous, current];
}

export function formatLogs(logs: Log[]): Line[] {
	return logs.flatMap(({ title, text }): Line[] => {
		const lines = text
			.split("\n")
			.map((line): Line => ({ label: "log", text: line.slice(0, 500) }));
		return logs.length > 1
			? [{ label: "log", text: `${title}:` }, ...lines]
			: lines;
	});
}

/** The end of a log, or what right the account lacks to read it; a container that has not run has none. */
function readLog(answer?: Answer): string {
	const { stdout = "", stderr = "" } = answer ?? {};
	const missing = parseForbidden(stderr);
	if (missing.length > 0) return `cannot be read: ${formatMissing(missing)}`;
	return isGone(stdout) ? "" : stdout;
}

// What the kubelet says in place of a log that was deleted meanwhile: pkg/kubelet/kuberuntime/kuberuntime_manager.go
function isGone(log: string): boolean {
	return /^unable to retrieve container logs for \S+$/.test(log.trim());
}

function lastLines(log: string, count: number): string {
	return log.trimEnd().split("\n").slice(-count).join("\n");
}

export function isUnwell({ ready, state }: ContainerStatus): boolean {
	return !ready && state?.terminated?.exitCode !== 0;
}
