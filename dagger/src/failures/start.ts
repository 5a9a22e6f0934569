import type { Entry } from "./failure.js";

/** The first moment of a container: the file to run, and the right to run it. */
export const start: Entry[] = [
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
		name: "hook",
		pattern: /PostStartHookError/,
		class: "may-heal",
		grace: 30,
		sentence: "cannot start: its postStart hook fails",
		next: "correct `lifecycle.postStart` in the manifest",
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
