import type { Entry } from "./failure.js";

/** A rollout that does not go on, whatever its Pods do. */
export const rollout: Entry[] = [
	{
		name: "paused",
		pattern: /DeploymentPaused/,
		class: "never-heals",
		sentence: "is paused",
		next: "take `paused: true` out of the manifest; kubectl rollout resume lets it roll out",
	},
	{
		name: "no-progress",
		pattern: /ProgressDeadlineExceeded/,
		class: "never-heals",
		sentence: "made no progress within its deadline",
		next: "find out why its Pods do not become ready, or raise `progressDeadlineSeconds`",
	},
];
