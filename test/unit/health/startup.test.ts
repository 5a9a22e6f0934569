import { expect, it } from "vitest";
import { findStartup } from "../../../dagger/src/health/startup.js";
import type { Pod } from "../../../dagger/src/kubernetes/pod.js";
import { FakeClock } from "../clock.js";

const clock = new FakeClock();

/** A Pod that was ready 180 s after its app's container had started, beside a sidecar that started at some time. */
const pod = (sidecarStart: number, restartCount = 0): Pod => {
	const status = (name: string, start: number) => ({
		name,
		image: "web",
		imageID: "web",
		ready: true,
		restartCount: name === "proxy" ? restartCount : 0,
		state: { running: { startedAt: clock.iso(start) } },
	});
	return {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "web" },
		spec: { containers: [{ name: "app" }, { name: "proxy" }] },
		status: {
			conditions: [
				{
					type: "Ready",
					status: "True",
					lastTransitionTime: clock.iso(restartCount > 0 ? 5001 : 180),
				},
			],
			containerStatuses: [status("app", 0), status("proxy", sidecarStart)],
		},
	};
};

it("is from the last container's start to the first answer", () => {
	expect(findStartup(pod(0), [])).toBe(180);
	expect(findStartup(pod(20), [])).toBe(160);
});

it("is not known of a Pod in which a container has started again", () => {
	expect(findStartup(pod(5000, 1), [])).toBeUndefined();
});
