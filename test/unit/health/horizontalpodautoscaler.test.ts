import { expect, it } from "vitest";
import { waitUntilReady } from "../../../dagger/src/health/wait.js";
import {
	identify,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";

const began = new FakeClock();

/** How long the wait is for an autoscaler that was changed, and whose conditions are, so many seconds before. */
async function waitFor(
	changed: number | undefined,
	looked: number,
	before: object = { maxReplicas: 2 },
) {
	const lastTransitionTime = began.iso(-looked);
	const autoscaler: KubeObject = {
		apiVersion: "autoscaling/v2",
		kind: "HorizontalPodAutoscaler",
		metadata: { name: "web" },
		spec: { maxReplicas: 3 },
		status: {
			currentReplicas: 2,
			desiredReplicas: 2,
			conditions: ["AbleToScale", "ScalingActive"].map((type) => ({
				type,
				status: "True",
				lastTransitionTime,
			})),
		},
	};
	const time = changed === undefined ? "" : began.iso(-changed);
	const { outcome, seconds } = await waitUntilReady({
		objects: [autoscaler],
		before: [{ ...autoscaler, spec: before }],
		timeout: 60,
		clock: new FakeClock(),
		applyTimes: new Map([[identify(autoscaler), { uid: "1", time }]]),
		read: async () => [autoscaler],
	});
	return `${outcome} at ${seconds} s`;
}

it.each([
	["that is changed, until its controller has looked", 2, 3600, "13 s"],
	["that was not changed", 3600, 7200, "0 s"],
	["that was never changed by us", undefined, 7200, "0 s"],
	["that its controller has seen since", 5, 3, "0 s"],
])("an autoscaler %s", async (_, changed, looked, expected) => {
	expect(await waitFor(changed, looked)).toBe(`ready at ${expected}`);
});

it("an autoscaler of which only a label was changed is seen already", async () => {
	const same = { maxReplicas: 3 };
	expect(await waitFor(2, 3600, same)).toBe("ready at 0 s");
});
