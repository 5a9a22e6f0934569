import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../dagger/src/cluster/snapshot.js";
import type { KubeObject } from "../../../dagger/src/manifests/objects.js";
import { waitUntilReady } from "../../../dagger/src/verdict/wait.js";
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

/** Waits while the cluster shows each snapshot for some seconds, the last for ever. */
async function wait(
	script: [
		seconds: number,
		snapshot: Snapshot | ((clock: FakeClock) => Snapshot),
	][],
	timeout = 300,
	objects = [applied],
) {
	const clock = new FakeClock();
	const start = clock.now();
	const lines: string[] = [];
	let reads = 0;
	const verdict = await waitUntilReady({
		objects,
		digest,
		timeout,
		clock,
		print: (line) => lines.push(line),
		read: async () => {
			reads++;
			let left = clock.now() - start;
			for (const [index, [seconds, snapshot]] of script.entries()) {
				if (left < seconds || index === script.length - 1)
					return typeof snapshot === "function" ? snapshot(clock) : snapshot;
				left -= seconds;
			}
			return [];
		},
	});
	return { ...verdict, lines, reads, took: clock.now() - start };
}

describe("the wait", () => {
	it("ends at once where all is ready", async () => {
		const { phase, seconds, reads, lines, states, snapshot } = await wait([
			[1, up],
		]);
		expect({ phase, seconds, reads, lines }).toEqual({
			phase: "ready",
			seconds: 0,
			reads: 1,
			lines: [],
		});
		expect(snapshot).toBe(up);
		expect(states.get(applied)?.message).toBe("1 of 1 containers ready");
	});

	it("asks every second until it is", async () => {
		const { phase, seconds, reads, took } = await wait([
			[5, []],
			[7, down],
			[1, up],
		]);
		expect({ phase, seconds, took, reads }).toEqual({
			phase: "ready",
			seconds: 12,
			took: 12,
			reads: 13,
		});
	});

	it("is for every object", async () => {
		const other = { ...applied, metadata: { name: "other" } };
		const both = [...up, { ...up[0], metadata: other.metadata } as KubeObject];
		const { phase, seconds } = await wait(
			[
				[4, up],
				[1, both],
			],
			300,
			[applied, other],
		);
		expect({ phase, seconds }).toEqual({ phase: "ready", seconds: 4 });
	});

	it("does not take an object for another of its name", async () => {
		const service = { ...applied, kind: "Service" };
		const { phase, states } = await wait([[1, up]], 2, [service]);
		expect(phase).toBe("late");
		expect(states.get(service)?.message).toBe("is not there");
	});

	it("ends when the time is over, and not before", async () => {
		const { phase, seconds, reads } = await wait([[1, down]], 20.5);
		expect({ phase, seconds, reads }).toEqual({
			phase: "late",
			seconds: 20.5,
			reads: 22,
		});
	});

	it("takes what is ready at the last moment", async () => {
		const { phase, seconds } = await wait(
			[
				[20, down],
				[1, up],
			],
			20,
		);
		expect({ phase, seconds }).toEqual({ phase: "ready", seconds: 20 });
	});
});

describe("a problem", () => {
	it("that never heals ends the wait at once", async () => {
		const { phase, seconds } = await wait([
			[3, down],
			[1, invalid],
		]);
		expect({ phase, seconds }).toEqual({ phase: "failed", seconds: 3 });
	});

	it("that may heal ends it after its grace, and not before", async () => {
		const { phase, seconds, states } = await wait([
			[3, down],
			[1, pull],
		]);
		expect(states.get(applied)?.problem?.failure.grace).toBe(graceOfPull);
		expect({ phase, seconds }).toEqual({
			phase: "failed",
			seconds: 3 + graceOfPull,
		});
	});

	it("that heals within its grace is forgotten", async () => {
		const { phase, seconds } = await wait([
			[graceOfPull, pull],
			[1, up],
		]);
		expect({ phase, seconds }).toEqual({
			phase: "ready",
			seconds: graceOfPull,
		});
	});

	it("that comes again after it was ready has its whole grace again", async () => {
		const other: KubeObject = { ...applied, metadata: { name: "other" } };
		const { phase, seconds } = await wait(
			[
				[graceOfPull - 1, pull],
				[2, up],
				[1, pull],
			],
			300,
			[applied, other],
		);
		expect({ phase, seconds }).toEqual({
			phase: "failed",
			seconds: graceOfPull - 1 + 2 + graceOfPull,
		});
	});

	it("that only pauses, as a crash loop does, goes on with its grace", async () => {
		const { phase, seconds } = await wait([
			[graceOfPull - 1, pull],
			[2, down],
			[1, pull],
		]);
		expect({ phase, seconds }).toEqual({
			phase: "failed",
			seconds: graceOfPull + 1,
		});
	});

	it("gives way to the timeout", async () => {
		const { phase, seconds } = await wait([[1, pull]], graceOfPull - 1);
		expect({ phase, seconds }).toEqual({
			phase: "late",
			seconds: graceOfPull - 1,
		});
	});
});

describe("a container without a probe", () => {
	it("counts only after 10 s when it had a problem before", async () => {
		const begun = new FakeClock().iso(5);
		const { phase, seconds } = await wait([
			[5, pull],
			[1, [pod("up", begun)]],
		]);
		expect({ phase, seconds }).toEqual({ phase: "ready", seconds: 15 });
	});

	it("counts when it has run for 3 s", async () => {
		const begun = new FakeClock().iso(5);
		const { phase, seconds } = await wait([
			[5, down],
			[1, [pod("up", begun)]],
		]);
		expect({ phase, seconds }).toEqual({ phase: "ready", seconds: 8 });
	});

	it("counts at once when it has run for longer", async () => {
		const { phase, seconds } = await wait([
			[1, [pod("up", new FakeClock().iso(-60))]],
		]);
		expect({ phase, seconds }).toEqual({ phase: "ready", seconds: 0 });
	});

	it("is late, and waits, when the time is over before", async () => {
		const { phase, states } = await wait(
			[[1, [pod("up", new FakeClock().iso())]]],
			2,
		);
		expect(phase).toBe("late");
		expect(states.get(applied)).toEqual({
			phase: "waiting",
			message: "1 of 1 containers ready, for less than 3 s",
		});
	});

	it("that always starts anew never counts", async () => {
		const { phase } = await wait(
			[[1, (clock) => [pod("up", clock.iso(-2))]]],
			60,
		);
		expect(phase).toBe("late");
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
