import type { Entry } from "./cause.js";

/**
 * The first moment of a container: the file to run, and the right to run it. The words are those of containerd and
 * runc; crun, the default of CRI-O, has its own.
 */
export const containerStart: Entry[] = [
	{
		name: "probe-command-not-found",
		from: ["kubelet", "container"],
		// pkg/kubelet/prober/prober.go, runc libcontainer/setns_init_linux.go, Go's os/exec/lp_unix.go
		pattern:
			/(?<probe>Readiness|Startup|Liveness) probe errored.*exec: \\?"(?<command>[^"\\]+)\\?":.*(?:executable file not found|no such file or directory)/s,
		class: "fatal",
		retriedBy: "nobody",
		sentence:
			"asks its {probe} probe with {command}, which its image does not have",
		next: "correct the probe's `command`, or install {command} in the Dockerfile",
	},
	{
		name: "hook",
		from: ["kubelet"],
		// pkg/kubelet/kuberuntime/kuberuntime_container.go, pkg/kubelet/events/event.go
		pattern: /^(?:FailedPostStartHook|PostStartHookError)\b/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "cannot start: its postStart hook fails",
		next: "correct `lifecycle.postStart` in the manifest",
	},
	{
		name: "memory-too-low",
		from: ["kubelet", "container"],
		// runc libcontainer/process_linux.go
		pattern: /container init was OOM-killed/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 10,
		sentence: "cannot start within its memory limit",
		next: "raise `resources.limits.memory`",
	},
	{
		name: "pod-sandbox",
		from: ["kubelet"],
		// Whatever its words say is missing is missing on the node. pkg/kubelet/events/event.go
		pattern: /^FailedCreatePodSandBox\b/,
		class: "pending",
		retriedBy: "kubelet",
		sentence: "waits for its node to make its sandbox",
		next: "check the node's container runtime and its network: kubectl get nodes",
	},
	{
		name: "exec-format",
		from: ["kubelet", "container"],
		// ENOEXEC in the words of Go's syscall package, by way of runc internal/linux/linux.go
		pattern: /exec format error/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence:
			"cannot run its program: it is built for another platform, or has no `#!` line",
		next: "build with `--platforms` of the cluster's nodes, and begin scripts with `#!`",
	},
	{
		name: "command-not-found",
		from: ["kubelet", "container"],
		// Go's os/exec/lp_unix.go, by way of runc libcontainer/standard_init_linux.go
		pattern:
			/exec: \\?"(?<command>[^"\\]+)\\?":.*(?:executable file not found|no such file or directory)/s,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "cannot start: its image has no command {command}",
		next: "correct `command:` in the manifest or `CMD` in the Dockerfile; try it here: dagger call serve up",
	},
	{
		name: "command-not-executable",
		from: ["kubelet", "container"],
		// Go's os/exec/lp_unix.go, by way of runc libcontainer/standard_init_linux.go
		pattern: /exec: \\?"(?<command>[^"\\]+)\\?":.*permission denied/s,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "cannot start: it may not execute {command}",
		next: "make {command} executable for the container's user in the Dockerfile (chmod +x)",
	},
	{
		name: "mount-point",
		from: ["kubelet", "container"],
		// runc libcontainer/rootfs_linux.go
		pattern: /error mounting "[^"]*" to rootfs at "(?<path>[^"]+)"/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "cannot start: a volume does not fit at {path}",
		next: "correct `mountPath`; a single file of a volume is mounted with `subPath`",
	},
	{
		name: "working-directory",
		from: ["kubelet", "container"],
		// containerd cmd/containerd-shim-runc-v2/process/init.go,
		// runc libcontainer/init_linux.go and rootfs_linux.go
		pattern:
			/OCI runtime.*(?:mkdir|chdir to cwd|mkdirat).*(?:permission denied|not a directory|no such file|read-only file system)/s,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "cannot start in its working directory",
		next: "correct `workingDir` in the manifest or `WORKDIR` in the Dockerfile",
	},
	{
		name: "read-only",
		from: ["kubelet", "container"],
		// EROFS in the words of runc or of the program itself.
		pattern:
			/^(?:StartError|RunContainerError|CreateContainerError|ContainerCannotRun|CrashLoopBackOff|Error): .*read-only file system/is,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "writes to a read-only file system",
		next: "mount an `emptyDir` where it writes, or take out `readOnlyRootFilesystem`",
	},
	{
		name: "permission",
		from: ["kubelet", "container"],
		// EACCES or EPERM in the words of runc or of the program itself.
		pattern:
			/^(?:StartError|RunContainerError|CreateContainerError|ContainerCannotRun|CrashLoopBackOff|Error): .*(?:permission denied|operation not permitted)/is,
		class: "transient",
		retriedBy: "owner",
		grace: 30,
		sentence: "cannot start: it lacks a permission",
		next: "check the container's user, its `securityContext` and the owner of its files",
	},
	{
		name: "container-start",
		from: ["kubelet", "container"],
		// pkg/kubelet/container/sync_result.go, pkg/kubelet/kuberuntime/kuberuntime_container.go,
		// containerd internal/cri/server/helpers.go, cri-dockerd core/container_status.go
		pattern:
			/^(?:CrashLoopBackOff: )?(?:RunContainerError|CreateContainerError|StartError|ContainerCannotRun)\b/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "cannot start its container",
		next: "read the node's words above",
	},
];
