import type { ApplyTimes } from "../cluster/apply-times.js";
import { type Event, eventTime } from "../kubernetes/event.js";
import type { Pod } from "../kubernetes/pod.js";
import type { Problem } from "./health.js";

/** A container's problem; that its pull was refused says nothing of a pull secret that the kubelet has not tried yet. */
export function withPullSecret(
	problem: Problem,
	pod: Pod,
	events: Event[],
	applyTimes: ApplyTimes,
): Problem {
	const { cause } = problem;
	if (!cause.fixedByLogin || !isUntried(pod, events, applyTimes))
		return problem;
	return {
		...problem,
		cause: {
			...cause,
			name: "pull-secret-untried",
			class: "pending",
			retriedBy: "kubelet",
			sentence:
				"waits for the kubelet to pull its image with the new pull secret",
			next: "delete the Pod, so that the kubelet need not wait; or give it more time with --timeout",
		},
	};
}

/** Whether a pull secret of a Pod has changed since its image was last pulled in vain. */
function isUntried(
	{ metadata, spec }: Pod,
	events: Event[],
	applyTimes: ApplyTimes,
): boolean {
	// pkg/kubelet/images/image_manager.go
	const tries = events
		.filter(({ message }) => message.startsWith("Failed to pull image"))
		.map(eventTime);
	return (spec.imagePullSecrets ?? []).some(({ name }) => {
		const changed = Date.parse(applyTimes.get(`Secret ${name}`)?.time ?? "");
		return (
			Date.parse(metadata.creationTimestamp ?? "") < changed &&
			!tries.some((time) => time > changed)
		);
	});
}
