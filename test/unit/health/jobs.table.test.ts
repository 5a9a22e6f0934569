import { expect, test } from "vitest";
import { lineOf, load, verdict } from "./fixture.js";

/** Fixtures of the cluster, and what is to be said of them. */
const cases = {
	"cronjob/scheduled.ready": "ready: runs at 0 3 * * *",
	"job/command-not-found.failed":
		"failed: 0 of 1 succeeded, 0 failed: Pod app-* cannot start: its image has no command flask (RunContainerError) [command-not-found]",
	"job/complete.ready": "ready: complete",
	"job/crash-loop.progressing":
		"progressing: 0 of 1 succeeded, 0 failed: Pod app-* cannot keep its container running (CrashLoopBackOff, exit code 4)",
	"job/failed.failed":
		"failed: BackoffLimitExceeded, 0 of 1 succeeded, 1 failed: Pod app-* cannot keep its container running (Error, exit code 4) [crash-loop]",
	"job/image-unauthorized.failed":
		"failed: 0 of 1 succeeded, 0 failed: Pod app-* cannot pull its image: the registry has no such repository, or the pull secret may not read it (ErrImagePull) [image-denied]",
	"job/out-of-time.failed":
		"failed: DeadlineExceeded, 0 of 1 succeeded, 1 failed: did not end within its deadline (Job was active longer than specified deadline) [deadline]",
	"job/quota.progressing":
		'progressing: 0 of 1 succeeded, 0 failed: exceeds the namespace\'s quota small (Error creating: pods "app-*" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0) [quota]',
	"job/running.progressing": "progressing: 0 of 1 succeeded, 0 failed",
	"job/suspended.ready": "ready: is suspended",
	"job/trying-again.progressing":
		"progressing: 0 of 1 succeeded, 1 failed: Pod app-* cannot keep its container running (Error, exit code 4)",
};

test.each(Object.entries(cases))("%s", (name, line) => {
	expect(lineOf(verdict(load(name)))).toBe(line);
});
