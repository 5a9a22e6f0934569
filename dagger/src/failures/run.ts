import type { Entry } from "./failure.js";

/** A container that started, and ended. */
export const run: Entry[] = [
	{
		name: "out-of-memory",
		pattern: /OOMKilled/,
		class: "may-heal",
		grace: 20,
		sentence: "needs more memory than its limit",
		next: "raise `resources.limits.memory`, or use less",
	},
	{
		name: "evicted",
		pattern: /Evicted/,
		class: "may-heal",
		grace: 30,
		sentence: "was evicted from its node",
		next: "read the node's words above; set `resources.requests` to what the app uses",
	},
	{
		name: "deadline",
		pattern: /DeadlineExceeded/,
		class: "never-heals",
		sentence: "did not end within its deadline",
		next: "raise `activeDeadlineSeconds`, or find out why it takes so long",
	},
	{
		name: "shell-command-missing",
		pattern: /exit code 127\b.*?(?<command>[^\s:]+): (?:command )?not found/s,
		class: "never-heals",
		sentence: "runs a command that its image does not have: {command}",
		next: "install {command} in the Dockerfile, or correct the start command",
	},
	{
		name: "shell-command-not-found",
		pattern: /exit code 12[67]\b/,
		class: "may-heal",
		grace: 10,
		sentence: "runs a command that its image does not have, or may not execute",
		next: "read the log above; correct the start command",
	},
	{
		name: "ends-by-itself",
		pattern: /Completed: exit code 0\b/,
		class: "may-heal",
		grace: 30,
		sentence: "ends by itself, without an error, and is started again",
		next: "let the start command stay in the foreground, or use a Job",
	},
	{
		name: "crash-loop",
		pattern: /CrashLoopBackOff|(?:^|: )Error: |exit code \d+/,
		class: "may-heal",
		grace: 30,
		sentence: "cannot keep its container running",
		next: "read the log above; fix the start command or what it needs; try it here: dagger call serve up",
	},
];
