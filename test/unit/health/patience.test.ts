import { describe, expect, it } from "vitest";
import { classify } from "../../../dagger/src/failures/catalogue.js";
import type {
	Health,
	Part,
	Problem,
} from "../../../dagger/src/health/health.js";
import { Patience } from "../../../dagger/src/health/patience.js";
import { findWorst, withProblem } from "../../../dagger/src/health/problem.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";

const object = (kind: string, name: string): KubeObject => ({
	apiVersion: kind === "Pod" ? "v1" : "apps/v1",
	kind,
	metadata: { name },
});
const web = object("Deployment", "web");
const db = object("StatefulSet", "db");

function problem(reason: string, message: string, terminations = 0): Problem {
	const cause = classify(reason, message);
	if (!cause) throw new Error(`unknown: ${reason}: ${message}`);
	return { object: "Pod web", facts: reason, message, cause, terminations };
}
const refused = problem(
	"Unhealthy",
	'Readiness probe failed: Get "http://10.0.0.1:8000/": dial tcp 10.0.0.1:8000: connect: connection refused',
);
const notFound = problem(
	"Unhealthy",
	"Readiness probe failed: HTTP probe failed with statuscode: 404",
);
const crash = (terminations: number) =>
	problem("CrashLoopBackOff", "Error: exit code 1 no database", terminations);
const secret = problem(
	"CreateContainerConfigError",
	'secret "token" not found',
);
const quota = problem(
	"FailedCreate",
	'pods "web-1" is forbidden: exceeded quota: small, requested: pods=1',
);
const unschedulable = problem("Unschedulable", "0/1 nodes are available");
const scalingUp = problem("TriggeredScaleUp", "pod triggered scale-up");
const invalid = problem("InvalidImageName", "");

const up = (name: string): Part => ({ name, isReady: true, problems: [] });
const down = (name: string, ...problems: Problem[]): Part => ({
	name,
	isReady: false,
	problems,
});

function healthOf(parts: Part[]): Health {
	const worst = findWorst(parts.flatMap(({ problems }) => problems));
	const isReady = parts.every((part) => part.isReady);
	const status = isReady ? "ready" : "progressing";
	const startedAt = isReady ? parts.at(0)?.startedAt : undefined;
	if (!worst) return { status, message: "", startedAt, parts };
	return { ...withProblem(worst, ""), parts };
}

/** Polls each second until the objects are ready or one has ended the wait, for ten minutes at most. */
async function wait(
	show: (seconds: number) => [KubeObject, Part[]][],
	startup?: number,
	makesRoom: (seconds: number) => boolean = () => false,
): Promise<string> {
	const clock = new FakeClock();
	const patience = new Patience(clock, () => startup);
	for (let seconds = 0; seconds < 600; seconds++) {
		const health = patience.observe(
			new Map(show(seconds).map(([one, parts]) => [one, healthOf(parts)])),
			makesRoom(seconds),
		);
		for (const one of health.keys())
			if (patience.hasEnded(one, health))
				return `${one.metadata.name} failed at ${seconds} s`;
		if ([...health.values()].every(({ status }) => status === "ready"))
			return `ready at ${seconds} s`;
		await clock.sleep(1);
	}
	return "waits on";
}

/** One Pod after another, each so long without an answer to its probe. */
const oneAtATime = (replicas: number, each: number) => (seconds: number) => {
	const done = Math.floor(seconds / each);
	const names = Array.from({ length: replicas }, (_, index) => index);
	const parts = names
		.filter((index) => index <= done)
		.map((index) =>
			index < done ? up(`Pod web-${index}`) : down(`Pod web-${index}`, refused),
		);
	const left = done < replicas ? [down("Deployment web")] : [];
	return [[web, [...parts, ...left]]] as [KubeObject, Part[]][];
};

describe("what is on its way is waited for", () => {
	it.each([
		[3, 25],
		[20, 4],
		[1, 70],
		[1, 120],
		[3, 300],
	])("%i replicas, one at a time, each %i s", async (replicas, each) => {
		expect(await wait(oneAtATime(replicas, each))).toMatch(/^ready|^waits on/);
	});

	it("each replica has its own time, where it is known how long a start takes", async () => {
		expect(await wait(oneAtATime(5, 50), 20)).toBe("ready at 250 s");
	});

	it("an app that crashes until the database beside it is up", async () => {
		const outcome = await wait((seconds) => [
			[
				web,
				seconds < 120
					? [down("Pod web", crash(1 + Math.floor(seconds / 15)))]
					: [up("Pod web")],
			],
			[db, seconds < 110 ? [down("Pod db")] : [up("Pod db")]],
		]);
		expect(outcome).toBe("ready at 120 s");
	});

	it("a quota that is full until the old Pods of another workload have ended", async () => {
		const outcome = await wait((seconds) => [
			[web, [seconds < 100 ? down("Deployment web", quota) : up("Pod web")]],
			[db, seconds < 95 ? [down("Pod db")] : [up("Pod db")]],
		]);
		expect(outcome).toBe("ready at 100 s");
	});

	it.each([
		[90, "ready at 95 s"],
		[10, "web failed at 69 s"],
	])("room that the Pod before leaves after %i s", async (end, outcome) => {
		const starting = (seconds: number): [KubeObject, Part[]][] => [
			[web, [seconds < 95 ? down("Pod web", unschedulable) : up("Pod web")]],
		];
		const isEnding = (seconds: number) => seconds < end;
		expect(await wait(starting, undefined, isEnding)).toBe(outcome);
	});

	it("an app that answers no probe until the database beside it is up", async () => {
		const show = (without: number) => (seconds: number) =>
			[
				[web, [seconds < 130 ? down("Pod web", refused) : up("Pod web")]],
				[db, seconds < without ? [down("Pod db")] : [up("Pod db")]],
			] as [KubeObject, Part[]][];
		expect(await wait(show(100), 5)).toBe("ready at 130 s");
		expect(await wait(show(10), 5)).toBe("web failed at 69 s");
	});

	it("a quota that is freed, until the controller has tried again", async () => {
		// It tries after 82 s, and then after 164 s.
		const outcome = await wait(
			(seconds) => [
				[web, [seconds < 164 ? down("Deployment web", quota) : up("Pod web")]],
			],
			undefined,
			(seconds) => seconds < 100,
		);
		expect(outcome).toBe("ready at 164 s");
	});

	it.each([
		[
			"the kubelet mounts a Secret after 31.5 s",
			32,
			"FailedMount",
			'MountVolume.SetUp failed for volume "s" : secret "s" not found',
			45,
		],
		[
			"a controller makes a Pod after 41 s",
			41,
			"FailedCreate",
			'Error creating: pods "web-1" is forbidden: error looking up service account demo/web: serviceaccount "web" not found',
			60,
		],
		[
			"a controller makes a Pod after 41 s",
			41,
			"FailedCreate",
			'Error creating: pods "web-1" is forbidden: no PriorityClass with name urgent was found',
			60,
		],
	])("%s", async (_, retried, reason, message, grace) => {
		const missing = problem(reason, message);
		const until = (end: number) =>
			wait((seconds) => [
				[web, [seconds < end ? down("Pod web", missing) : up("Pod web")]],
			]);
		expect(await until(retried)).toBe(`ready at ${retried} s`);
		expect(await until(Infinity)).toBe(`web failed at ${grace} s`);
	});

	it("a Secret that somebody makes a little later", async () => {
		const outcome = await wait((seconds) => [
			[web, [seconds < 25 ? down("Pod web", secret) : up("Pod web")]],
		]);
		expect(outcome).toBe("ready at 25 s");
	});

	it("a node that is added, whatever the Pod lacked before, and lacks then", async () => {
		const outcome = await wait((seconds) => [
			[
				web,
				[
					seconds < 20
						? down("Pod web", unschedulable)
						: seconds < 90
							? down("Pod web", scalingUp)
							: seconds < 130
								? down("Pod web", refused)
								: up("Pod web"),
				],
			],
		]);
		expect(outcome).toBe("ready at 130 s");
	});

	it("a workload no longer than its Pods, which have run for long enough when it is done", async () => {
		const startedAt = new FakeClock().iso(5);
		const outcome = await wait((seconds) => [
			[
				web,
				[
					seconds < 5
						? down("Pod web")
						: { name: "Pod web", isReady: true, startedAt, problems: [] },
					// As with minReadySeconds: 10.
					...(seconds < 15 ? [down("Deployment web")] : []),
				],
			],
		]);
		expect(outcome).toBe("ready at 15 s");
	});

	it("a Job's third try, and Pods that come and go", async () => {
		const outcome = await wait((seconds) => [
			[
				web,
				seconds < 200
					? [down(`Pod web-${Math.floor(seconds / 20)}`, secret)]
					: [up("Pod web-x")],
			],
		]);
		expect(outcome).toBe("ready at 200 s");
	});
});

describe("what cannot heal ends the wait", () => {
	it("at once where it is fatal", async () => {
		expect(await wait(() => [[web, [down("Pod web", invalid)]]])).toBe(
			"web failed at 0 s",
		);
	});

	it("after its grace, in each Pod for itself", async () => {
		expect(await wait(() => [[web, [down("Pod web", secret)]]])).toBe(
			"web failed at 30 s",
		);
		const outcome = await wait((seconds) => [
			[
				web,
				[
					seconds < 20 ? down("Pod a", secret) : up("Pod a"),
					...(seconds < 20 ? [] : [down("Pod b", secret)]),
				],
			],
		]);
		expect(outcome).toBe("web failed at 50 s");
	});

	it("a quota of which nobody gives anything back", async () => {
		const alone = await wait((seconds) => [
			[web, [down("Deployment web", quota)]],
			[db, [seconds < 95 ? down("Pod db") : up("Pod db")]],
		]);
		expect(alone).toBe("web failed at 188 s");
		const both = await wait(() => [
			[web, [down("Deployment web", quota)]],
			[db, [down("StatefulSet db", quota)]],
		]);
		expect(both).toBe("web failed at 30 s");
	});

	it("again after its whole grace, where it was something else in between", async () => {
		const outcome = await wait((seconds) => [
			[
				web,
				[
					down(
						"Pod web",
						seconds < 25 || seconds >= 30 ? secret : unschedulable,
					),
				],
			],
		]);
		expect(outcome).toBe("web failed at 60 s");
	});

	it("a crash loop after three ends, and 30 s", async () => {
		const loop = (every: number) => (seconds: number) =>
			[[web, [down("Pod web", crash(1 + Math.floor(seconds / every)))]]] as [
				KubeObject,
				Part[],
			][];
		expect(await wait(loop(5))).toBe("web failed at 30 s");
		expect(await wait(loop(40))).toBe("web failed at 80 s");
	});

	it("a crash loop whose new Pod had ended before the first look", async () => {
		const terminations = (seconds: number) => (seconds < 35 ? 3 : 4);
		const loop = (terminatedEarly: boolean) => (seconds: number) =>
			[
				[
					web,
					[
						down("Pod web", {
							...crash(terminations(seconds)),
							terminatedEarly,
						}),
					],
				],
			] as [KubeObject, Part[]][];
		expect(await wait(loop(true))).toBe("web failed at 30 s");
		// One that ended three times last week.
		expect(await wait(loop(false))).toBe("waits on");
	});

	it("a crash loop of a new Pod, whose first ends had another cause", async () => {
		const outcome = await wait((seconds) => {
			const terminations = 2 + Math.floor(seconds / 40);
			const now = seconds < 1 ? secret : crash(terminations);
			return [[web, [down("Pod web", { ...now, terminatedEarly: true })]]];
		});
		expect(outcome).toBe("web failed at 80 s");
	});

	it("a crash loop, though it runs and fails its probe in between", async () => {
		const outcome = await wait((seconds) => [
			[
				web,
				[
					down(
						"Pod web",
						seconds % 10 < 5 ? crash(1 + Math.floor(seconds / 10)) : refused,
					),
				],
			],
		]);
		expect(outcome).toBe("web failed at 30 s");
	});

	it("a crash loop that is ready for a moment, having no probe", async () => {
		const start = new FakeClock();
		const outcome = await wait((seconds) => [
			[
				web,
				[
					seconds % 10 < 8
						? down("Pod web", crash(1 + Math.floor(seconds / 10)))
						: {
								name: "Pod web",
								isReady: true,
								startedAt: start.iso(seconds - (seconds % 10) + 8),
								problems: [],
							},
				],
			],
		]);
		expect(outcome).toBe("web failed at 30 s");
	});

	it("a crash loop beside a database that crashes, too", async () => {
		const outcome = await wait((seconds) => {
			const terminations = 1 + Math.floor(seconds / 10);
			return [
				[web, [down("Pod web", crash(terminations))]],
				[db, [down("Pod db", crash(terminations))]],
			];
		});
		expect(outcome).toBe("web failed at 30 s");
	});

	it.each([
		["a minute at least", 5, 60],
		["three times as long as before", 40, 120],
	])("an app that does not answer: %s", async (_, startup, expected) => {
		expect(
			await wait(() => [[web, [down("Pod web", notFound)]]], startup),
		).toBe(`web failed at ${expected} s`);
	});
});
