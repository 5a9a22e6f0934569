import { findEvents } from "../kubernetes/event.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import { isOld, isReady, listContainers, type Pod } from "../kubernetes/pod.js";
import {
	failed,
	type Health,
	type HealthContext,
	type Problem,
	progressing,
	type Rule,
	ready,
} from "./health.js";
import { podProblems, readinessProblem } from "./pod-problems.js";
import {
	describe,
	findProblem,
	findWorst,
	shorten,
	withProblem,
} from "./problem.js";

/** Ready when the containers that the Pod asks for now are ready, not when those before them still are. */
export const pod: Rule<Pod> = (pod, surroundings) => {
	const problems = podProblems(pod, surroundings);
	const health = judge(pod, surroundings, problems);
	const { status, problem } = health;
	const isAlone = status === "failed" && problem && !problems.includes(problem);
	const part = {
		name: formatName(pod),
		isReady: status === "ready",
		startedAt: findStart(pod),
		problems: isAlone ? [problem] : problems,
	};
	return { ...health, parts: [part] };
};

function judge(
	pod: Pod,
	surroundings: HealthContext,
	problems: Problem[],
): Health {
	const { metadata, status = {} } = pod;
	if (metadata.deletionTimestamp) return progressing("is being deleted");
	if ((status.observedGeneration ?? Infinity) < (metadata.generation ?? 0))
		return progressing("waits for the kubelet to see the change");
	if (status.phase === "Succeeded") return ready("completed");
	if (status.phase === "Failed" && status.reason) return wasEnded(pod);

	const problem = findWorst(problems);
	if (problem) {
		const message = describe(problem, pod);
		return status.phase === "Failed"
			? withProblem(problem, message, "failed")
			: withProblem(problem, message);
	}
	if (status.phase === "Failed")
		return failed("failed without a reported cause");
	return progress(pod, surroundings);
}

/** The kubelet or the control plane ended the Pod: evicted, out of time, preempted. */
function wasEnded(pod: Pod): Health {
	const { reason = "", message = "" } = pod.status ?? {};
	const problem = findProblem(pod, reason, message);
	if (!problem)
		return failed(`was ended by its node (${reason}: ${shorten(message)})`);
	return withProblem(problem, describe(problem, pod), "failed");
}

function progress(pod: Pod, surroundings: HealthContext): Health {
	const { others, digest } = surroundings;
	const containers = listContainers(pod);
	const old = containers.find((container) => isOld(container, digest));
	if (old)
		return progressing(`container ${old.spec.name} is still the old one`);

	const lasting = containers.filter(
		({ runsToCompletion }) => !runsToCompletion,
	);
	const up = lasting.filter(({ status }) => status?.ready);
	const message = `${up.length} of ${lasting.length} containers ready`;
	if (up.length < lasting.length)
		return progressing(`${message}${formatActivity(pod, others)}`);
	if (isReady(pod)) return ready(message, findStart(pod));
	const problem = readinessProblem(pod, surroundings);
	return problem
		? { ...progressing(describe(problem, pod)), problem }
		: progressing(message);
}

/** Since when the last of its containers runs, of those by which nothing but that tells. */
function findStart(pod: Pod): string | undefined {
	return listContainers(pod)
		.filter(
			({ spec, runsToCompletion }) => !runsToCompletion && !spec.readinessProbe,
		)
		.map(({ status }) => status?.state?.running?.startedAt ?? "")
		.sort()
		.at(-1);
}

/** What the kubelet does just now, for the line of progress. */
function formatActivity(pod: Pod, others: KubeObject[]): string {
	if (findEvents(pod, others).at(0)?.reason === "Pulling")
		return ", pulling its image";
	const init = listContainers(pod).find(
		({ runsToCompletion, status }) =>
			runsToCompletion && status?.state?.running,
	);
	return init ? `, init container ${init.spec.name} runs` : "";
}
