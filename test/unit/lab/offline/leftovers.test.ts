import { expect, test } from "vitest";
import { inOwnCgroup } from "../../../../ci/lab/offline/dockerd/leftovers.ts";

test("a process is the lab's when it is below the lab's cgroup, not one of a similar name", () => {
	expect(inOwnCgroup("4:memory:/slipway-lab/3f2a")).toBe(true);
	expect(inOwnCgroup("0::/slipway-lab/3f2a/kubepods/x")).toBe(true);
	expect(inOwnCgroup("0::/slipway-lab-test/3f2a")).toBe(false);
	expect(inOwnCgroup("0::/docker/slipway-lab/3f2a")).toBe(false);
});
