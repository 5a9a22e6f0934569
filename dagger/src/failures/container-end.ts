import type { Entry } from "./cause.js";

/**
 * A container that started, and ended. ../health/container-problem.ts makes `REASON: exit code N words` of what the
 * container runtime reports.
 */
export const containerEnd: Entry[] = [
	{
		name: "out-of-memory",
		from: ["container"],
		// containerd internal/cri/server/helpers.go, CRI-O server/container_status.go
		pattern: /OOMKilled: exit code /,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "needs more memory than its limit",
		next: "raise `resources.limits.memory`, or use less",
	},
	{
		name: "evicted",
		from: ["kubelet"],
		// pkg/kubelet/eviction/helpers.go
		pattern: /^Evicted\b/,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "was evicted from its node",
		next: "read the node's words above; set `resources.requests` to what the app uses",
	},
	{
		name: "deadline",
		from: ["controller", "kubelet"],
		// A Job's: pkg/controller/job/job_controller.go; a Pod's: pkg/kubelet/active_deadline.go
		pattern: /^DeadlineExceeded\b/,
		class: "fatal",
		retriedBy: "owner",
		sentence: "did not end within its deadline",
		next: "raise `activeDeadlineSeconds`, or find out why it takes so long",
	},
	{
		name: "shell-command-missing",
		from: ["container"],
		pattern: /: exit code 127\b.*?(?<command>[^\s:]+): (?:command )?not found/s,
		class: "fatal",
		retriedBy: "owner",
		sentence: "runs a command that its image does not have: {command}",
		next: "install {command} in the Dockerfile, or correct the start command",
	},
	{
		name: "shell-command-not-found",
		from: ["container"],
		pattern: /: exit code 12[67]\b/,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "runs a command that its image does not have, or may not execute",
		next: "read the log above; correct the start command",
	},
	{
		name: "ends-by-itself",
		from: ["container"],
		// containerd internal/cri/server/helpers.go, CRI-O server/container_status.go
		pattern: /: Completed: exit code 0\b/,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "ends by itself, without an error, and is started again",
		next: "let the start command stay in the foreground, or use a Job",
	},
	{
		name: "crash-loop",
		from: ["kubelet", "container"],
		// pkg/kubelet/container/sync_result.go; Error: containerd internal/cri/server/helpers.go
		pattern: /^CrashLoopBackOff\b|: exit code \d+/,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "cannot keep its container running",
		next: "read the log above; fix the start command or what it needs; try it here: dagger call serve up",
	},
];
