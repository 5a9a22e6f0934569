import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../dagger/src/cluster/snapshot.js";
import { waitUntilReady } from "../../../dagger/src/health/wait.js";
import {
	formatNames,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";
import type { Pod } from "../../../dagger/src/kubernetes/pod.js";
import { Progress } from "../../../dagger/src/report/progress.js";
import { FakeClock } from "../clock.js";

const digest = `sha256:${"4f1c".repeat(16)}`;
const image = `docker.io/alice/web@${digest}`;
const metadata = { name: "web" };
const applied: KubeObject = { apiVersion: "v1", kind: "Pod", metadata };

type Status = { waiting: { reason: string; message?: string } } | "up" | "down";

/** A pod with one container, with a readiness probe unless told when it started without one. */
function pod(state: Status, startedAt?: string): KubeObject {
	const isUp = state === "up";
	return {
		...applied,
		spec: {
			containers: [
				{ name: "main", image, ...(!startedAt && { readinessProbe: {} }) },
			],
		},
		status: {
			phase: "Running",
			conditions: [{ type: "Ready", status: isUp ? "True" : "False" }],
			containerStatuses: [
				{
					name: "main",
					image,
					imageID: image,
					ready: isUp,
					restartCount: 0,
					state: typeof state === "object" ? state : { running: { startedAt } },
				},
			],
		},
	};
}

const up = [pod("up")];
const down = [pod("down")];
const unknown = (reason: string, message?: string) => [
	pod({ waiting: { reason, message } }),
];
// Never heals, and may heal within its grace of 60 s.
const invalid = unknown("InvalidImageName");
const pull = unknown("ImagePullBackOff", "Back-off pulling image");
const graceOfPull = 60;

/** It does not answer its probe. */
const unhealthy = {
	apiVersion: "v1",
	kind: "Event",
	metadata: { name: "web.1" },
	involvedObject: {
		kind: "Pod",
		name: "web",
		fieldPath: "spec.containers{main}",
	},
	lastTimestamp: "2026-11-23T12:00:00Z",
	type: "Warning",
	reason: "Unhealthy",
	message: "Readiness probe failed: HTTP probe failed with statuscode: 404",
};
const silent: [number, Snapshot][] = [[1, [...down, unhealthy]]];

/** Waits while the cluster shows each snapshot for some seconds, the last for ever. */
async function wait(
	script: [
		seconds: number,
		snapshot: Snapshot | ((clock: FakeClock) => Snapshot),
	][],
	timeout = 300,
	objects = [applied],
	readySeconds?: Record<string, number>,
) {
	const clock = new FakeClock();
	const start = clock.now();
	const lines: string[] = [];
	let reads = 0;
	const asked: string[] = [];
	const verdict = await waitUntilReady({
		objects,
		digest,
		timeout,
		readySeconds,
		clock,
		show: new Progress((line) => lines.push(line)).show,
		read: async (involved) => {
			reads++;
			asked.push(formatNames(involved));
			let left = clock.now() - start;
			for (const [index, [seconds, snapshot]] of script.entries()) {
				if (left < seconds || index === script.length - 1)
					return typeof snapshot === "function" ? snapshot(clock) : snapshot;
				left -= seconds;
			}
			return [];
		},
	});
	return { ...verdict, lines, reads, asked, took: clock.now() - start };
}

describe("the wait", () => {
	it("ends at once where all is ready", async () => {
		const { outcome, seconds, reads, lines, health, snapshot } = await wait([
			[1, up],
		]);
		expect({ outcome, seconds, reads, lines }).toEqual({
			outcome: "ready",
			seconds: 0,
			reads: 1,
			lines: [],
		});
		expect(snapshot).toBe(up);
		expect(health.get(applied)?.message).toBe("1 of 1 containers ready");
	});

	it("asks every second until it is", async () => {
		const { outcome, seconds, reads, took } = await wait([
			[5, []],
			[7, down],
			[1, up],
		]);
		expect({ outcome, seconds, took, reads }).toEqual({
			outcome: "ready",
			seconds: 12,
			took: 12,
			reads: 13,
		});
	});

	it("asks for the events of what was not ready a second before, of nothing else", async () => {
		const startedAt = new FakeClock().iso(3);
		const { asked } = await wait([
			[1, []],
			[2, down],
			[1, [pod("up", startedAt)]],
		]);
		// In the end it runs, if not for long enough: that is not told by events.
		expect(asked).toEqual(["", "web Pod", "web Pod", "web Pod", "", "", ""]);
	});

	it("knows from the release before how long an app may take to answer, where it replaces nothing", async () => {
		const known = await wait(silent, 300, [applied], { "Pod web": 40 });
		expect([known.outcome, known.took]).toEqual(["failed", 120]);
		expect((await wait(silent)).outcome).toBe("timed out");
	});

	it("takes the longest start that is known, where what runs has started faster", async () => {
		const [fast] = structuredClone(up) as [Pod];
		const { conditions = [], containerStatuses = [] } = fast.status ?? {};
		const clock = new FakeClock();
		for (const one of conditions) one.lastTransitionTime = clock.iso(-95);
		for (const { state } of containerStatuses)
			Object.assign(state ?? {}, { running: { startedAt: clock.iso(-100) } });
		const { outcome, took } = await wait(
			[[1, [fast]], ...silent],
			300,
			[applied, { ...applied, kind: "Service" }],
			{ "Pod web": 40 },
		);
		expect([outcome, took]).toEqual(["failed", 121]);
	});

	it("tells after how many seconds each object was ready for good", async () => {
		const { readyAfter } = await wait([
			[2, down],
			[1, up],
		]);
		expect([...readyAfter]).toEqual([[applied, 2]]);
	});

	it("is for every object", async () => {
		const other = { ...applied, metadata: { name: "other" } };
		const both = [...up, { ...up[0], metadata: other.metadata } as KubeObject];
		const { outcome, seconds } = await wait(
			[
				[4, up],
				[1, both],
			],
			300,
			[applied, other],
		);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 4 });
	});

	it("does not take an object for another of its name", async () => {
		const service = { ...applied, kind: "Service" };
		const { outcome, health } = await wait([[1, up]], 2, [service]);
		expect(outcome).toBe("timed out");
		expect(health.get(service)?.message).toBe("is not there");
	});

	it("ends when the time is over, and not before", async () => {
		const { outcome, seconds, reads } = await wait([[1, down]], 20.5);
		expect({ outcome, seconds, reads }).toEqual({
			outcome: "timed out",
			seconds: 20.5,
			reads: 22,
		});
	});

	it("takes what is ready at the last moment", async () => {
		const { outcome, seconds } = await wait(
			[
				[20, down],
				[1, up],
			],
			20,
		);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 20 });
	});
});

describe("a problem", () => {
	it("that never heals ends the wait at once", async () => {
		const { outcome, seconds } = await wait([
			[3, down],
			[1, invalid],
		]);
		expect({ outcome, seconds }).toEqual({ outcome: "failed", seconds: 3 });
	});

	it("that may heal ends it after its grace, and not before", async () => {
		const { outcome, seconds, health } = await wait([
			[3, down],
			[1, pull],
		]);
		expect(health.get(applied)?.problem?.cause.grace).toBe(graceOfPull);
		expect({ outcome, seconds }).toEqual({
			outcome: "failed",
			seconds: 3 + graceOfPull,
		});
	});

	it("that heals within its grace is forgotten", async () => {
		const { outcome, seconds } = await wait([
			[graceOfPull, pull],
			[1, up],
		]);
		expect({ outcome, seconds }).toEqual({
			outcome: "ready",
			seconds: graceOfPull,
		});
	});

	it("that comes again after it was ready has its whole grace again", async () => {
		const other: KubeObject = { ...applied, metadata: { name: "other" } };
		const { outcome, seconds } = await wait(
			[
				[graceOfPull - 1, pull],
				[2, up],
				[1, pull],
			],
			300,
			[applied, other],
		);
		expect({ outcome, seconds }).toEqual({
			outcome: "failed",
			seconds: graceOfPull - 1 + 2 + graceOfPull,
		});
	});

	it("that only pauses, as a crash loop does, goes on with its grace", async () => {
		const { outcome, seconds } = await wait([
			[graceOfPull - 1, pull],
			[2, down],
			[1, pull],
		]);
		expect({ outcome, seconds }).toEqual({
			outcome: "failed",
			seconds: graceOfPull + 1,
		});
	});

	it("gives way to the timeout", async () => {
		const { outcome, seconds } = await wait([[1, pull]], graceOfPull - 1);
		expect({ outcome, seconds }).toEqual({
			outcome: "timed out",
			seconds: graceOfPull - 1,
		});
	});
});

describe("a container without a probe", () => {
	it("counts only after 10 s when it had a problem before", async () => {
		const begun = new FakeClock().iso(5);
		const { outcome, seconds } = await wait([
			[5, pull],
			[1, [pod("up", begun)]],
		]);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 15 });
	});

	it("counts when it has run for 3 s", async () => {
		const begun = new FakeClock().iso(5);
		const { outcome, seconds } = await wait([
			[5, down],
			[1, [pod("up", begun)]],
		]);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 8 });
	});

	it("has not run since before the last poll, whatever its node's clock says", async () => {
		const begun = new FakeClock().iso(-10);
		const { outcome, seconds } = await wait([
			[5, down],
			[1, [pod("up", begun)]],
		]);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 7 });
	});

	it("counts from when it was first seen to run, beside one that gets ready later", async () => {
		const both = (isReady: boolean, clock: FakeClock): KubeObject => {
			const [probed, plain] = [
				pod(isReady ? "up" : "down"),
				pod("up", clock.iso()),
			];
			const list = (key: "spec" | "status", field: string) =>
				[probed, plain].flatMap(
					(one, index) =>
						(one[key] as Record<string, object[]>)[field]?.map((item) => ({
							...item,
							name: `${index}`,
						})) ?? [],
				);
			return {
				...probed,
				spec: { containers: list("spec", "containers") },
				status: {
					...(probed.status as object),
					containerStatuses: list("status", "containerStatuses"),
				},
			};
		};
		const begun = new FakeClock();
		const { outcome, seconds } = await wait([
			[1, []],
			[7, [both(false, begun)]],
			[1, [both(true, begun)]],
		]);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 8 });
	});

	it("counts at once if it ran before what is waited for", async () => {
		const begun = new FakeClock().iso(-60);
		const before = [pod("up", begun)];
		const polls = [[], before];
		const { outcome, seconds } = await waitUntilReady({
			objects: [applied],
			before,
			timeout: 60,
			clock: new FakeClock(),
			read: async () => polls.shift() ?? before,
		});
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 1 });
	});

	it("counts at once when it has run for longer", async () => {
		const { outcome, seconds } = await wait([
			[1, [pod("up", new FakeClock().iso(-60))]],
		]);
		expect({ outcome, seconds }).toEqual({ outcome: "ready", seconds: 0 });
	});

	it("is late, and waits, when the time is over before", async () => {
		const { outcome, health } = await wait(
			[[1, [pod("up", new FakeClock().iso())]]],
			2,
		);
		expect(outcome).toBe("timed out");
		expect(health.get(applied)).toMatchObject({
			status: "progressing",
			message: "1 of 1 containers ready, for less than 3 s",
		});
	});

	it("that always starts anew never counts", async () => {
		const { outcome } = await wait(
			[[1, (clock) => [pod("up", clock.iso(-2))]]],
			60,
		);
		expect(outcome).toBe("timed out");
	});
});

describe("progress", () => {
	it("is told on a change, and every 10 s", async () => {
		const { lines } = await wait([
			[3, []],
			[22, down],
			[1, up],
		]);
		expect(lines).toEqual([
			"…    0 s  Pod web: is not there",
			"…    3 s  Pod web: 0 of 1 containers ready",
			"…   13 s  still Pod web: 0 of 1 containers ready",
			"…   23 s  still Pod web: 0 of 1 containers ready",
		]);
	});

	it("tells only of what is not ready", async () => {
		const other = { ...applied, metadata: { name: "other" } };
		const { lines } = await wait([[1, up]], 9, [applied, other]);
		expect(lines).toEqual(["…    0 s  Pod other: is not there"]);
	});
});
