import { describe, expect, it } from "vitest";
import { podProblems } from "../../../dagger/src/health/pod-problems.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import type { Pod } from "../../../dagger/src/kubernetes/pod.js";

const pod = (scheduled: boolean, message?: string) =>
	({
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "web-1" },
		spec: { containers: [{ name: "main", image: "web" }] },
		status: {
			phase: "Pending",
			conditions: [
				scheduled
					? { type: "PodScheduled", status: "True" }
					: { type: "PodScheduled", status: "False", reason: "Unschedulable" },
			],
			containerStatuses: [
				{
					name: "main",
					image: "web",
					imageID: "",
					ready: false,
					restartCount: 0,
					state: {
						waiting: message
							? { reason: "ImagePullBackOff", message }
							: { reason: "ContainerCreating" },
					},
				},
			],
		},
	}) satisfies KubeObject as Pod;
const event = (
	reason: string,
	message: string,
	second: number,
	about = "web-1",
): KubeObject & Record<string, unknown> => ({
	apiVersion: "v1",
	kind: "Event",
	metadata: { name: `${about}.${second}` },
	type: /^(?:Failed|NotTrigger)/.test(reason) ? "Warning" : "Normal",
	involvedObject: {
		kind: "Pod",
		name: about,
		fieldPath: "spec.containers{main}",
	},
	reason,
	message,
	lastTimestamp: `2026-11-26T10:00:0${second}Z`,
});
const causesOf = (one: Pod, ...others: KubeObject[]) =>
	podProblems(one, { others }).map(({ cause }) => cause.name);

describe("what stands in a Pod's way", () => {
	const claim =
		'0/3 nodes are available: persistentvolumeclaim "data" not found';
	const attach = 'Multi-Attach error for volume "data"';

	it.each([
		["a claim that was not there when it had no place", true, [event("FailedScheduling", claim, 1)], []], // biome-ignore format: a row
		["a volume that another had, and is attached now", true, [event("FailedAttachVolume", attach, 1), event("SuccessfulAttachVolume", "attached", 2)], []], // biome-ignore format: a row
		["a volume that another has", true, [event("FailedAttachVolume", attach, 1)], ["mount"]], // biome-ignore format: a row
		["a volume that is refused once more", true, [event("SuccessfulAttachVolume", "attached", 1), event("FailedAttachVolume", attach, 2)], ["mount"]], // biome-ignore format: a row
		["no node", false, [], ["unschedulable"]],
		["no node yet, but one for its sibling", false, [event("TriggeredScaleUp", "pod triggered scale-up", 1, "web-2")], ["scaling-up"]], // biome-ignore format: a row
	] as [string, boolean, KubeObject[], string[]][])(
		"%s",
		(_, scheduled, events, causes) => {
			expect(causesOf(pod(scheduled), ...events)).toEqual(causes);
		},
	);
});

it("waits for the Pods that the scheduler ends to make room for it", () => {
	const nominated = pod(false);
	Object.assign(nominated.status ?? {}, { nominatedNodeName: "node-1" });
	const [found] = podProblems(nominated, { others: [] });
	expect(found?.cause.name).toBe("preempting");
	expect(found?.cause.class).toBe("pending");
});

describe("a container that waits for the next pull", () => {
	const waiting = pod(true, 'Back-off pulling image "web:1"');
	const limit = event(
		"Failed",
		'Failed to pull image "web:1": toomanyrequests: pull rate limit',
		1,
	);
	const error = event("Failed", "Error: ImagePullBackOff", 2);

	it("has the cause that its last pull had, where it does not tell itself", () => {
		expect(causesOf(waiting, limit, error)).toEqual(["image-rate-limit"]);
		expect(causesOf(waiting)).toEqual(["image-pull"]);
	});
});
