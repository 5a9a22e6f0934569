import type { Entry } from "./failure.js";

/** The first moment of a container: the file to run, and the right to run it. */
export const start: Entry[] = [
	{
		name: "probe-command-not-found",
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe errored.*exec: \\?"(?<command>[^"\\]+)\\?":.*(?:executable file not found|no such file or directory)/s,
		class: "never-heals",
		sentence:
			"asks its {probe} probe with {command}, which its image does not have",
		next: "correct the probe's `command`, or install {command} in the Dockerfile",
	},
	{
		name: "hook",
		pattern: /PostStartHook/,
		class: "may-heal",
		grace: 30,
		sentence: "cannot start: its postStart hook fails",
		next: "correct `lifecycle.postStart` in the manifest",
	},
	{
		name: "memory-too-low",
		pattern: /container init was OOM-killed/,
		class: "may-heal",
		grace: 10,
		sentence: "cannot start within its memory limit",
		next: "raise `resources.limits.memory`",
	},
	{
		name: "exec-format",
		pattern: /exec format error/,
		class: "never-heals",
		sentence:
			"cannot run its program: it is built for another platform, or has no `#!` line",
		next: "build with `--platform` of the cluster's nodes, and begin scripts with `#!`",
	},
	{
		name: "command-not-found",
		pattern:
			/exec: \\?"(?<command>[^"\\]+)\\?":.*(?:executable file not found|no such file or directory)/s,
		class: "never-heals",
		sentence: "cannot start: its image has no command {command}",
		next: "correct `command:` in the manifest or `CMD` in the Dockerfile; try it here: dagger call serve up",
	},
	{
		name: "command-not-executable",
		pattern: /exec: \\?"(?<command>[^"\\]+)\\?":.*permission denied/s,
		class: "never-heals",
		sentence: "cannot start: it may not execute {command}",
		next: "make {command} executable for the container's user in the Dockerfile (chmod +x)",
	},
	{
		name: "mount-point",
		pattern: /error mounting "[^"]*" to rootfs at "(?<path>[^"]+)"/,
		class: "never-heals",
		sentence: "cannot start: a volume does not fit at {path}",
		next: "correct `mountPath`; a single file of a volume is mounted with `subPath`",
	},
	{
		name: "working-directory",
		pattern:
			/OCI runtime.*(?:mkdir|chdir to cwd|mkdirat).*(?:permission denied|not a directory|no such file|read-only file system)/s,
		class: "never-heals",
		sentence: "cannot start in its working directory",
		next: "correct `workingDir` in the manifest or `WORKDIR` in the Dockerfile",
	},
	{
		name: "read-only",
		pattern: /read-only file system/i,
		class: "never-heals",
		sentence: "writes to a read-only file system",
		next: "mount an `emptyDir` where it writes, or take out `readOnlyRootFilesystem`",
	},
	{
		name: "permission",
		pattern:
			/(?:StartError|RunContainerError|CreateContainerError|ContainerCannotRun|CrashLoopBackOff|Error): .*(?:permission denied|operation not permitted)/is,
		class: "never-heals",
		sentence: "cannot start: it lacks a permission",
		next: "check the container's user, its `securityContext` and the owner of its files",
	},
	{
		name: "container-start",
		pattern:
			/RunContainerError|CreateContainerError|StartError|ContainerCannotRun/,
		class: "may-heal",
		grace: 30,
		sentence: "cannot start its container",
		next: "read the node's words above",
	},
];
