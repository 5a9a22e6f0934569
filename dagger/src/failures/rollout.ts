import type { Entry } from "./cause.js";

/** What does not go on, whatever its Pods do: pkg/controller/deployment/util/deployment_util.go. */
export const rollout: Entry[] = [
	{
		name: "terminating",
		from: ["controller"],
		// Slipway's own word: ../health/deletion.ts
		pattern: /^Terminating\b/,
		class: "transient",
		retriedBy: "controller",
		grace: 30,
		sentence: "was deleted before this deploy, and its finalizers hold it",
		next: "let go of it first: copy what it holds, delete what uses it, and deploy again",
	},
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
