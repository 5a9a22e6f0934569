import { expect, test } from "vitest";
import { lineOf, load, verdict } from "./fixture.js";

/** Fixtures of the cluster, and what is to be said of them. */
const cases = {
	"pod/changed-crash-loop.progressing":
		"progressing: cannot keep its container running (CrashLoopBackOff, exit code 1) [crash-loop]",
	"pod/changed-image-missing.failed":
		"failed: cannot pull its image: the registry has no such repository, or the pull secret may not read it (ErrImagePull) [image-denied]",
	"pod/changed-old-ready.progressing":
		"progressing: container app is still the old one",
	"pod/changed.ready": "ready: 1 of 1 containers ready",
	"pod/claim-missing.progressing":
		'progressing: uses the PersistentVolumeClaim data, which does not exist (0/1 nodes are available: persistentvolumeclaim "data" not found) [claim-missing]',
	"pod/claim-unbound.progressing":
		"progressing: waits for a PersistentVolumeClaim that is not bound (0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims) [claim-unbound]",
	"pod/command-loop.failed":
		"failed: cannot start: its image has no command gunicorn (CrashLoopBackOff, exit code 128) [command-not-found]",
	"pod/command-missing-file.failed":
		"failed: cannot start: its image has no command /app/start.sh (RunContainerError) [command-not-found]",
	"pod/command-not-executable.failed":
		"failed: cannot start: it may not execute /etc/hosts (RunContainerError) [command-not-executable]",
	"pod/command-not-found.failed":
		"failed: cannot start: its image has no command gunicorn (RunContainerError) [command-not-found]",
	"pod/completed.ready": "ready: completed",
	"pod/configmap-key-missing.progressing":
		"progressing: needs the key token, which the ConfigMap settings does not have (CreateContainerConfigError) [key-missing]",
	"pod/configmap-missing.progressing":
		"progressing: needs the ConfigMap settings, which does not exist (CreateContainerConfigError) [object-missing]",
	"pod/crash-loop.progressing":
		"progressing: cannot keep its container running (CrashLoopBackOff, exit code 1) [crash-loop]",
	"pod/crashed-once.progressing":
		"progressing: cannot keep its container running (Error, exit code 3) [crash-loop]",
	"pod/deleted.progressing": "progressing: is being deleted",
	"pod/ends-by-itself.progressing":
		"progressing: ends by itself, without an error, and is started again (CrashLoopBackOff, exit code 0) [ends-by-itself]",
	"pod/exec-format-told.failed":
		"failed: cannot run its program: it is built for another platform, or has no `#!` line (Error, exit code 1: exec /settings/run: exec format error) [exec-format]",
	"pod/exec-format.progressing":
		"progressing: cannot keep its container running (Error, exit code 1) [crash-loop]",
	"pod/failed.failed":
		"failed: cannot keep its container running (Error, exit code 2) [crash-loop]",
	"pod/gated.progressing":
		"progressing: waits until its scheduling gates are taken away (Scheduling is blocked due to non-empty scheduling gates) [scheduling-gated]",
	"pod/hook-loop.progressing":
		"progressing: cannot start: its postStart hook fails (FailedPostStartHook) [hook]",
	"pod/hook.progressing":
		"progressing: cannot start: its postStart hook fails (PostStartHookError) [hook]",
	"pod/image-back-off.failed":
		"failed: cannot pull its image: the registry has no such repository, or the pull secret may not read it (ImagePullBackOff) [image-denied]",
	"pod/image-name-invalid.failed":
		"failed: has an image name that no registry can have (InvalidImageName) [image-name-invalid]",
	"pod/image-never-pulled.failed":
		"failed: may not pull its image, and the node does not have it (ErrImageNeverPull) [image-never-pulled]",
	"pod/image-not-found.progressing":
		"progressing: cannot pull its image: the registry does not have it (ErrImagePull) [image-not-found]",
	"pod/image-unauthorized.failed":
		"failed: cannot pull its image: the registry has no such repository, or the pull secret may not read it (ErrImagePull) [image-denied]",
	"pod/image-wrong-password.failed":
		"failed: cannot pull its image: the registry refuses the pull secret (ErrImagePull) [image-unauthorized]",
	"pod/init-crash-loop.progressing":
		"progressing: cannot keep its container running (container migrate, CrashLoopBackOff, exit code 1) [crash-loop]",
	"pod/init-done.ready": "ready: 2 of 2 containers ready",
	"pod/init-running.progressing":
		"progressing: 0 of 1 containers ready, init container migrate runs",
	"pod/memory-too-low.progressing":
		"progressing: cannot start within its memory limit (Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create containerd task: failed to create shim task: OCI runtime create failed: runc …) [memory-too-low]",
	"pod/mount-configmap-missing.progressing":
		'progressing: mounts the ConfigMap settings, which does not exist (MountVolume.SetUp failed for volume "settings" : configmap "settings" not found) [mount-object-missing]',
	"pod/mount-key-missing.progressing":
		'progressing: mounts the key token, which its ConfigMap or Secret does not have (MountVolume.SetUp failed for volume "settings" : configmap references non-existent config key: token) [mount-key-missing]',
	"pod/mount-over-file.failed":
		"failed: cannot start: a volume does not fit at /etc/passwd (RunContainerError) [mount-point]",
	"pod/mount-secret-missing.progressing":
		'progressing: mounts the Secret settings, which does not exist (MountVolume.SetUp failed for volume "settings" : secret "settings" not found) [mount-object-missing]',
	"pod/no-such-node.progressing":
		"progressing: fits on no node (0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector) [unschedulable]",
	"pod/out-of-memory.progressing":
		"progressing: needs more memory than its limit (OOMKilled, exit code 137) [out-of-memory]",
	"pod/out-of-time.failed":
		"failed: did not end within its deadline (Pod was active on the node longer than the specified deadline) [deadline]",
	"pod/probe-command-not-found.failed":
		"failed: asks its readiness probe with curl, which its image does not have [probe-command-not-found]",
	"pod/probe-command.progressing":
		"progressing: fails its readiness probe (no database) [probe]",
	"pod/probe-liveness.progressing":
		'progressing: does not listen on port 8000, which its liveness probe checks (GET /: Get "http://IP:8000/": dial tcp IP:8000: connect: connection refused) [probe-refused]',
	"pod/probe-path.progressing":
		"progressing: answers its readiness probe with HTTP 404 (GET /health: HTTP probe failed with statuscode: 404) [probe-path]",
	"pod/probe-refused.progressing":
		'progressing: does not listen on port 8000, which its readiness probe checks (GET /health: Get "http://IP:8000/health": dial tcp IP:8000: connect: connection refused) [probe-refused]',
	"pod/probe-startup.progressing":
		"progressing: does not listen on port 8000, which its startup probe checks (dial tcp IP:8000: connect: connection refused) [probe-refused]",
	"pod/probe-status.progressing":
		"progressing: answers its readiness probe with HTTP 503 (GET /health: HTTP probe failed with statuscode: 503) [probe-status]",
	"pod/probe-tcp.progressing":
		"progressing: does not listen on port 5432, which its readiness probe checks (dial tcp IP:5432: connect: connection refused) [probe-refused]",
	"pod/probe-timeout.progressing":
		'progressing: does not answer its readiness probe in time (GET /health: Get "http://IP:8000/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)) [probe-timeout]',
	"pod/read-only.progressing":
		"progressing: writes to a read-only file system (CrashLoopBackOff, exit code 1: sh: can't create /run.pid: Read-only file system) [read-only]",
	"pod/ready.ready": "ready: 1 of 1 containers ready",
	"pod/registry-unknown.progressing":
		"progressing: cannot pull its image: the node does not reach the registry (ErrImagePull) [registry-unreachable]",
	"pod/registry-unreachable.progressing":
		"progressing: cannot pull its image: the node does not reach the registry (ErrImagePull) [registry-unreachable]",
	"pod/root-chosen.failed":
		"failed: would run as root, which its `runAsNonRoot: true` refuses (CreateContainerConfigError) [root-refused]",
	"pod/root-refused.failed":
		"failed: would run as root, which its `runAsNonRoot: true` refuses (CreateContainerConfigError) [root-refused]",
	"pod/secret-key-missing.progressing":
		"progressing: needs the key token, which the Secret settings does not have (CreateContainerConfigError) [key-missing]",
	"pod/secret-missing.progressing":
		"progressing: needs the Secret settings, which does not exist (CreateContainerConfigError) [object-missing]",
	"pod/shell-command-not-found.progressing":
		"progressing: runs a command that its image does not have, or may not execute (CrashLoopBackOff, exit code 127) [shell-command-not-found]",
	"pod/sidecar-crash-loop.progressing":
		"progressing: cannot keep its container running (container sidecar, CrashLoopBackOff, exit code 1) [crash-loop]",
	"pod/starting.progressing": "progressing: 0 of 1 containers ready",
	"pod/too-big.progressing":
		"progressing: fits on no node (0/1 nodes are available: 1 Insufficient cpu) [unschedulable]",
	"pod/unproved.ready": "ready: 1 of 1 containers ready",
	"pod/working-directory.failed":
		"failed: cannot start in its working directory (RunContainerError) [working-directory]",
};

test.each(Object.entries(cases))("%s", (name, line) => {
	expect(lineOf(verdict(load(name)))).toBe(line);
});
