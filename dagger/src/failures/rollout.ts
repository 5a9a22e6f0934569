import type { Entry } from "./cause.js";

/** A rollout that does not go on, whatever its Pods do: pkg/controller/deployment/util/deployment_util.go. */
export const rollout: Entry[] = [
	{
		name: "paused",
		from: ["controller"],
		pattern: /^DeploymentPaused\b/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "is paused",
		next: "take `paused: true` out of the manifest; kubectl rollout resume lets it roll out",
	},
	{
		name: "no-progress",
		from: ["controller"],
		pattern: /^ProgressDeadlineExceeded\b/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "made no progress within its deadline",
		next: "find out why its Pods do not become ready, or raise `progressDeadlineSeconds`",
	},
];
