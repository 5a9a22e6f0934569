import { expect, test } from "vitest";
import { lineOf, load, verdict } from "./fixture.js";

/** Fixtures of the cluster, and what is to be said of them. */
const cases = {
	"daemonset/crash-loop.progressing":
		"progressing: 1 of 1 updated, 0 available: Pod app-* cannot keep its container running (CrashLoopBackOff, exit code 1) [crash-loop]",
	"daemonset/quota.progressing":
		'progressing: 0 of 1 updated, 0 available: exceeds the namespace\'s quota small (Error creating: pods "app-*" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0) [quota]',
	"daemonset/ready.ready": "ready: 1 of 1 updated, 1 available",
	"daemonset/rolling.progressing": "progressing: 1 of 1 updated, 0 available",
	"deployment/account-missing.progressing":
		'progressing: 0 of 1 updated, 0 available: needs the ServiceAccount deployer, which does not exist (pods "app-*" is forbidden: error looking up service account fixtures-*/deployer: serviceaccount "deployer" not found) [account-missing]',
	"deployment/class-missing.progressing":
		'progressing: 0 of 1 updated, 0 available: needs the PriorityClass urgent, which does not exist (pods "app-*" is forbidden: no PriorityClass with name urgent was found) [class-missing]',
	"deployment/crash-loop.progressing":
		"progressing: 1 of 1 updated, 0 available: Pod app-* cannot keep its container running (CrashLoopBackOff, exit code 1) [crash-loop]",
	"deployment/image-unauthorized.failed":
		"failed: 1 of 1 updated, 0 available: Pod app-* cannot pull its image: the registry has no such repository, or the pull secret may not read it (ErrImagePull) [image-denied]",
	"deployment/no-progress.failed":
		"failed: made no progress within its deadline: 1 of 1 updated, 0 available [no-progress]",
	"deployment/none-wanted.ready": "ready: 0 of 0 updated, 0 available",
	"deployment/out-of-time.failed":
		"failed: made no progress within its deadline: 1 of 1 updated, 0 available: Pod app-* fails its readiness probe [probe]",
	"deployment/paused.failed": "failed: is paused [paused]",
	"deployment/pod-security.failed":
		'failed: 0 of 1 updated, 0 available: violates the namespace\'s Pod security level restricted:latest (pods "app-*" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set …) [pod-security]',
	"deployment/quota.progressing":
		'progressing: 1 of 2 updated, 0 available: exceeds the namespace\'s quota small (pods "app-*" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1) [quota]',
	"deployment/ready.ready": "ready: 2 of 2 updated, 2 available",
	"deployment/repaired.progressing":
		"progressing: 1 of 1 updated, 0 available, 1 old",
	"deployment/rolling-broken.failed":
		"failed: 1 of 2 updated, 2 available, 2 old: Pod app-* cannot start: its image has no command gunicorn (RunContainerError) [command-not-found]",
	"deployment/rolling.progressing":
		"progressing: 1 of 3 updated, 3 available, 3 old",
	"deployment/unschedulable.progressing":
		"progressing: 1 of 1 updated, 0 available: Pod app-* fits on no node (0/1 nodes are available: 1 Insufficient cpu) [unschedulable]",
	"replicaset/quota.progressing":
		'progressing: 0 of 1 updated, 0 available: exceeds the namespace\'s quota small (pods "app-*" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0) [quota]',
	"replicaset/ready.ready": "ready: 2 of 2 updated, 2 available",
	"replicaset/starting.progressing": "progressing: 2 of 2 updated, 0 available",
	"statefulset/crash-loop.progressing":
		"progressing: 1 of 2 updated, 0 available: Pod app-* cannot keep its container running (CrashLoopBackOff, exit code 1) [crash-loop]",
	"statefulset/held-back.ready":
		"ready: 1 of 1 updated, 2 available, 1 old, as its update strategy asks",
	"statefulset/quota.progressing":
		'progressing: 0 of 1 updated, 0 available: exceeds the namespace\'s quota small (create Pod app-* in StatefulSet app failed error: pods "app-*" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0) [quota]',
	"statefulset/ready.ready": "ready: 2 of 2 updated, 2 available",
	"statefulset/rolling.progressing":
		"progressing: 1 of 2 updated, 1 available, 1 old",
};

test.each(Object.entries(cases))("%s", (name, line) => {
	expect(lineOf(verdict(load(name)))).toBe(line);
});
