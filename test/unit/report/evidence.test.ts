import { describe, expect, it } from "vitest";
import type { Health } from "../../../dagger/src/health/health.js";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { WaitResult } from "../../../dagger/src/health/wait.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { gatherEvidence } from "../../../dagger/src/report/evidence.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";
import { type Fixture, load } from "../health/fixture.js";

const forbidden =
	'Error from server (Forbidden): pods "app" is forbidden: User "ci" cannot get resource "pods/log" in API group "" in the namespace "shop"';

type Logs = (pod: string, previous: boolean) => string;

/** What is gathered about objects of fixtures, each as it is judged there. */
function gather(logs: Logs, ...names: string[]) {
	return gatherAbout(logs, names.map(load));
}

async function gatherAbout(
	logs: Logs,
	fixtures: Fixture[],
	events?: FakeCluster["replies"]["events"],
	mask = (text: string) => text,
) {
	const cluster = new FakeCluster(new FakeClock());
	cluster.replies.events = events;
	cluster.replies.logs = (call) => {
		const log = logs(call[1] ?? "", call.includes("--previous=true"));
		if (log === "?") return error(forbidden);
		return log === "!" ? error("container is waiting to start") : log;
	};
	const snapshot = fixtures.flatMap(({ object, others }) => [
		object,
		...others,
	]);
	const health = new Map<KubeObject, Health>(
		fixtures.map(({ object, others }) => [
			object,
			checkHealth(object, { others }),
		]),
	);
	const result: WaitResult = {
		outcome: "failed",
		health,
		snapshot,
		seconds: 0,
		readyAfter: new Map(),
	};
	const lines = await gatherEvidence(cluster, result, mask);
	return {
		cluster,
		lines: lines.map(({ label, text }) => `${label}: ${text}`),
	};
}

const traceback = `Traceback (most recent call last):
  File "app.py", line 1, in <module>
    import flask
ModuleNotFoundError: No module named 'flask'`;

describe("the evidence of a crash", () => {
	it("tells each fact once: the exit, the events, the log", async () => {
		const { lines } = await gather(
			() => traceback,
			"pod/crash-loop.progressing",
		);
		const text = lines.join("\n");
		expect(lines.filter((line) => line.startsWith("exit: "))).toEqual([
			expect.stringMatching(/^exit: \d+ Error of container \w+ in Pod app$/),
		]);
		expect(text.match(/Traceback/g)).toHaveLength(1);
		expect(text).toMatch(/event: BackOff: /);
		expect(lines.at(-1)).toBe(
			"log: ModuleNotFoundError: No module named 'flask'",
		);
		expect(lines.filter((line) => line.startsWith("log: "))).toHaveLength(4);
	});

	it("shows no part of a secret where a long line is cut", async () => {
		const line = `${"x".repeat(495)} s3cret-word`;
		const { lines } = await gatherAbout(
			() => line,
			[load("pod/crash-loop.progressing")],
			undefined,
			(text) => text.replaceAll("s3cret-word", "***"),
		);
		expect(lines.at(-1)).toBe(`log: ${"x".repeat(495)} ***`);
	});

	it("does not repeat with the exit what stands in the log", async () => {
		const fixture = load("pod/crash-loop.progressing");
		const words = "ModuleNotFoundError: No module named 'flask'";
		const text = JSON.stringify(fixture).replaceAll(
			'"reason":"Error"',
			`"reason":"Error","message":${JSON.stringify(words)}`,
		);
		const exitOf = async (log: string) => {
			const { lines } = await gatherAbout(() => log, [JSON.parse(text)]);
			return lines.find((line) => line.startsWith("exit: "));
		};
		expect(await exitOf(traceback)).not.toContain(words);
		expect(await exitOf("something else")).toContain(`: ${words}`);
	});

	it("reads the log of the previous run where the container waits to start again", async () => {
		const { cluster } = await gather(() => "", "pod/crash-loop.progressing");
		expect(cluster.count("logs")).toBe(1);
	});

	it("does without a log that cannot be read", async () => {
		const { lines } = await gather(() => "!", "pod/crash-loop.progressing");
		expect(lines.join("\n")).not.toContain("log: ");
		expect(lines.join("\n")).not.toContain("waiting to start");
	});

	it("does without what stands in place of a log that is gone", async () => {
		const gone = "unable to retrieve container logs for containerd://b0ec55b8";
		for (const [text, isTold] of [
			[gone, false],
			[`${gone} says the app`, true],
		] as const) {
			const { lines } = await gather(() => text, "pod/crash-loop.progressing");
			expect(lines.join("\n").includes("log: ")).toBe(isTold);
		}
	});

	it("names the right without which no log can be read", async () => {
		const { lines } = await gather(() => "?", "pod/crash-loop.progressing");
		expect(lines.at(-1)).toBe(
			"log: cannot be read: the account lacks pods/log: get",
		);
	});

	it("keeps the end of a long log, and of long lines the beginning", async () => {
		const long = Array.from({ length: 200 }, (_, index) => `line ${index}`);
		const { lines } = await gather(
			() => `${long.join("\n")}\n${"x".repeat(900)}`,
			"pod/crash-loop.progressing",
		);
		const logs = lines.filter((line) => line.startsWith("log: "));
		expect(logs).toHaveLength(50);
		expect(logs.at(-1)).toBe(`log: ${"x".repeat(500)}`);
		expect(logs.at(-2)).toBe("log: line 199");
	});

	it("says whose log it is where there are several", async () => {
		const { lines } = await gather(
			(pod) => `from ${pod}`,
			"pod/crash-loop.progressing",
			"pod/image-not-found.progressing",
		);
		expect(
			lines.filter((line) => line.startsWith("log: ")).length,
		).toBeGreaterThan(0);
	});
});

describe("the evidence of anything else", () => {
	it("is what Kubernetes says of it, once", async () => {
		const { lines } = await gather(() => "!", "pod/secret-missing.progressing");
		const about = lines.filter((line) => /secret "\S+" not found/.test(line));
		expect(about.length).toBeGreaterThan(0);
		expect(new Set(about).size).toBe(about.length);
		expect(lines.filter((line) => line.startsWith("message: "))).toEqual([]);
	});

	it("has the events that no poll has read", async () => {
		const fixture = load("pod/secret-missing.progressing");
		const isEvent = ({ kind }: KubeObject) => kind === "Event";
		const events = fixture.others.filter(isEvent);
		const others = fixture.others.filter((other) => !isEvent(other));
		const polled = { ...fixture, others };
		const all = await gatherAbout(() => "!", [fixture]);
		const found = await gatherAbout(
			() => "!",
			[polled],
			(call) => {
				expect(call[1]).toContain(encodeURIComponent("name=app"));
				// As the API server lists them: without their kind.
				const items = events.map(({ kind: _, ...event }) => event);
				return JSON.stringify({ items });
			},
		);
		expect(found.lines).toEqual(all.lines);
		expect(found.lines.join("\n")).toMatch(/event: /);
		expect(found.cluster.log).toHaveLength(1);
	});

	it("does without events that cannot be read", async () => {
		const { lines } = await gatherAbout(
			() => "!",
			[load("pod/secret-missing.progressing")],
			() => error("Unable to connect to the server: EOF"),
		);
		expect(lines.join("\n")).toMatch(/event: /);
	});

	it("is nothing of what is ready", async () => {
		const { cluster, lines } = await gather(() => "noise", "pod/ready.ready");
		expect(lines).toEqual([]);
		expect(cluster.log).toEqual([]);
	});

	it("is the log of a Job's ended Pods, too", async () => {
		const { lines } = await gather(
			() => "no such table: users",
			"job/failed.failed",
		);
		expect(lines).toContain("log: no such table: users");
	});
});
