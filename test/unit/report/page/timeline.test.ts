import { describe, expect, it } from "vitest";
import { makeTimeline } from "../../../../dagger/src/report/page/timeline.js";
import { makeRecord } from "../../records.js";
import { deployed, fiftyObjects, old, rolledBack } from "./samples.js";

const rounded = (bars: { name: string; from: number; to: number }[]) =>
	bars.map(
		({ name, from, to }) => `${name} ${from.toFixed(1)}–${to.toFixed(1)}`,
	);

describe("the timeline", () => {
	it("has each step where it was", () => {
		const { steps, seconds } = makeTimeline(deployed);
		expect(rounded(steps)).toEqual([
			"preflight 0.0–0.4",
			"build 0.5–5.7",
			"push 5.8–6.9",
			"dry-run 7.0–7.4",
			"apply 7.5–8.6",
			"rollout 8.7–21.0",
		]);
		expect(seconds).toBeCloseTo(21);
	});

	it("has the steps one after the other where their times are not known, and no Pods", () => {
		const timeline = makeTimeline({ ...old, pods: deployed.pods });
		expect(rounded(timeline.steps).slice(0, 2)).toEqual([
			"preflight 0.0–0.4",
			"build 0.4–5.6",
		]);
		expect(timeline.pods).toEqual([]);
	});

	it("has the objects from the rollout until they were ready, without those that were at once", () => {
		expect(rounded(makeTimeline(deployed).objects)).toEqual([
			"Deployment worker 8.7–20.9",
			"Deployment shop 8.7–16.9",
			"Service shop 8.7–16.9",
		]);
	});

	it("has the slowest first", () => {
		const { objects } = makeTimeline(fiftyObjects);
		expect(objects[0]?.name).toBe("Deployment service-49");
		expect(makeTimeline(deployed).pods.map(({ name }) => name)).toEqual([
			...["worker-7f9b8c6d5-9qk2p", "shop-6d4cf56db6-x2v7k"],
		]);
	});

	it("has a Pod that is not ready until the rollout ended", () => {
		const { pods, events } = makeTimeline(rolledBack);
		expect(pods).toEqual([
			expect.objectContaining({
				name: "shop-6d4cf56db6-x2v7k",
				from: 9,
				start: 19,
				outcome: "open",
			}),
			expect.objectContaining({ start: 12, to: 17, outcome: "done" }),
		]);
		expect(pods[0]?.to).toBeCloseTo(23);
		expect(events).toEqual([{ name: "BackOff", at: 21 }]);
	});

	const podOf = (times: Record<string, string>) =>
		makeTimeline({
			...deployed,
			readySeconds: { "Pod shop": 3 },
			pods: [{ name: "shop", ...times }],
		});
	const [before, during, later] = [
		"2026-11-24T11:00:00Z",
		"2026-11-24T11:24:15Z",
		"2026-11-24T11:24:19Z",
	] as const;

	it("has a Pod once, from where it was changed in place", () => {
		const { pods, objects } = podOf({
			createdAt: before,
			startedAt: during,
			readyAt: later,
		});
		expect(pods).toEqual([{ name: "shop", from: 10, to: 14, outcome: "done" }]);
		expect(objects).toEqual([]);
	});

	it("takes one that was ready all the time for ready", () => {
		const { pods } = podOf({
			createdAt: before,
			startedAt: during,
			readyAt: before,
		});
		expect(pods).toEqual([{ name: "shop", from: 10, to: 10, outcome: "done" }]);
	});

	it("leaves out one that the run did not touch", () => {
		const { pods, objects } = podOf({
			createdAt: before,
			startedAt: before,
			readyAt: before,
		});
		expect(pods).toEqual([]);
		expect(objects).toHaveLength(1);
	});

	it("of a record without steps is empty", () => {
		expect(makeTimeline(makeRecord())).toEqual({
			seconds: 0,
			steps: [],
			objects: [],
			pods: [],
			events: [],
		});
	});
});
