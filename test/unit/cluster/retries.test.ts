import { describe, expect, it } from "vitest";
import { RetryingCluster } from "../../../dagger/src/cluster/retries.js";
import type { Call } from "../../../dagger/src/kubectl/script.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";

const events: Call = ["get", "events"];
const apply: Call = ["apply"];
const snapshot: Call = ["get", "pod", "--selector=x"];
const away = error(
	"The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
);

/** A cluster that has answered once, and whose requests fail then, so many times. */
async function begin(timeout?: number) {
	const clock = new FakeClock();
	const inner = new FakeCluster(clock);
	const lines: string[] = [];
	const print = (line: string) => lines.push(line);
	const cluster = new RetryingCluster(inner, clock, print, timeout);
	await cluster.run([events]);
	inner.log.length = 0;
	const failing = (
		request: "events" | "apply" | "snapshot",
		times: number,
		answer = away,
	) => {
		let left = times;
		inner.replies[request] = () => (left-- > 0 ? answer : undefined);
	};
	return { clock, inner, cluster, lines, failing };
}

describe("a cluster that blinks", () => {
	it("is asked again, and that is said", async () => {
		const { inner, cluster, lines, failing } = await begin();
		failing("events", 8);
		const [answer] = await cluster.run([events]);
		expect(answer?.code).toBe(0);
		expect(inner.count("events")).toBe(9);
		expect(lines).toEqual([
			"…  the cluster has not answered, trying again for 0 s",
			"…  the cluster has not answered, trying again for 10 s",
		]);
	});

	it("is believed after a while where the caller can make something of its answer", async () => {
		const { clock, inner, cluster, failing } = await begin(300);
		const gone = error('error: the server doesn\'t have a resource type "x"');
		failing("events", 1000, gone);
		const start = clock.now();
		const isAnswer = ({ stderr }: { stderr: string }) =>
			stderr.includes('resource type "x"');
		const [answer] = await cluster.run([events], { isAnswer });
		expect(answer).toEqual(gone);
		expect(clock.now() - start).toBeLessThan(20);
		expect(inner.count("events")).toBeGreaterThan(1);
		failing("events", 30);
		const [later] = await cluster.run([events], { isAnswer });
		expect(later?.code).toBe(0);
	});

	it("is asked only what it has not answered, one after another", async () => {
		const { inner, cluster, failing } = await begin();
		failing("snapshot", 1);
		expect(await cluster.run([apply, snapshot, events])).toHaveLength(3);
		expect(inner.log).toEqual(["apply + snapshot", "snapshot + events"]);
	});

	it("is asked only what it has not answered, side by side", async () => {
		const { inner, cluster, failing } = await begin();
		failing("snapshot", 2);
		const answers = await cluster.run([snapshot, events], { parallel: true });
		expect(answers.map(({ code }) => code)).toEqual([0, 0]);
		expect(inner.log).toEqual(["snapshot + events", "snapshot", "snapshot"]);
	});

	it.each([
		"Error from server (ServiceUnavailable): the server is currently unable to handle the request",
		"Error from server (TooManyRequests): the server has received too many requests",
		"Error from server: etcdserver: leader changed",
		"Error from server (Timeout): Timeout: request did not complete within the allotted timeout",
		"Unable to connect to the server: net/http: TLS handshake timeout",
		'Get "https://10.0.0.1:6443/api": http2: client connection lost',
		'error: the server doesn\'t have a resource type "events"',
	])("may say so in many ways: %s", async (stderr) => {
		const { cluster, failing } = await begin();
		failing("events", 1, error(stderr));
		expect((await cluster.run([events]))[0]?.code).toBe(0);
	});

	it.each([
		["a minute", undefined, 60],
		["the timeout, if that is longer", 300, 300],
	])("is asked for %s", async (_, timeout, expected) => {
		const { clock, cluster, failing } = await begin(timeout);
		failing("events", 1e9);
		const start = clock.now();
		expect((await cluster.run([events]))[0]).toEqual(away);
		expect(clock.now() - start).toBe(expected);
	});
});

describe("a cluster that has never answered", () => {
	const beginAway = (seconds: number) => {
		const inner = new FakeCluster(new FakeClock());
		const end = inner.clock.now() + seconds;
		inner.replies.events = () => (inner.clock.now() < end ? away : undefined);
		return new RetryingCluster(inner, inner.clock, () => {}, 300);
	};

	it("may just be starting", async () => {
		expect((await beginAway(10).run([events]))[0]?.code).toBe(0);
	});

	it("may not be there, and is not waited for long", async () => {
		expect(await beginAway(20).run([events])).toEqual([away]);
	});
});

describe("what is not tried again", () => {
	it.each([
		'Error from server (Forbidden): pods is forbidden: User "ci" cannot list resource "pods"',
		"error: You must be logged in to the server (Unauthorized)",
		'The Pod "web" is invalid: spec: Required value',
		'Error from server (NotFound): pods "web" not found',
		"something nobody has seen",
	])("is a refusal: %s", async (stderr) => {
		const { inner, cluster, failing } = await begin();
		failing("events", 1, error(stderr));
		expect((await cluster.run([events]))[0]?.stderr).toBe(stderr);
		expect(inner.count("events")).toBe(1);
	});
});
