import { describe, expect, it } from "vitest";
import { pushWithRetries } from "../../../dagger/src/image/retries.js";
import { FakeClock } from "../clock.js";

const reference = "registry.example.com/alice/flask-app:latest";
const digest = `${reference}@sha256:4f1c`;
const status = (status: string) =>
	`unexpected status from PUT request to https://registry.example.com/v2/alice/flask-app/manifests/latest: ${status}`;

/** A push that fails with each of the messages in turn, and is fine then. */
function begin(...messages: string[]) {
	const clock = new FakeClock();
	const start = clock.now();
	const lines: string[] = [];
	let tries = 0;
	const push = async (pushed: string) => {
		expect(pushed).toBe(reference);
		const message = messages[tries++];
		if (message) throw new Error(message);
		return digest;
	};
	const print = (line: string) => lines.push(line);
	const run = () => pushWithRetries(reference, push, { clock, print });
	return {
		run,
		lines,
		fail: () => run().catch((error: Error) => error.message),
		tries: () => tries,
		seconds: () => clock.now() - start,
	};
}

const reset = 'failed to do request: Put "https://x": connection reset by peer';
const timeout = 'failed to do request: Head "https://x": i/o timeout';

describe("a push", () => {
	it("that is fine is made once, and nothing is said", async () => {
		const { run, lines, tries, seconds } = begin();
		expect(await run()).toBe(digest);
		expect([lines, tries(), seconds()]).toEqual([[], 1, 0]);
	});

	it("is tried again where the registry is at fault, and that is said", async () => {
		const { run, lines, tries } = begin(
			status("503 Service Unavailable"),
			reset,
			timeout,
		);
		expect(await run()).toBe(digest);
		expect(lines).toEqual([
			"…  push: the registry answered 503 Service Unavailable, trying again in 1 s",
			"…  push: the connection to the registry broke, trying again in 4 s",
			"…  push: the registry did not answer in time, trying again in 10 s",
		]);
		expect(tries()).toBe(4);
	});

	it("waits longer where there were too many requests", async () => {
		const limit = status("429 Too Many Requests");
		const { run, lines, seconds } = begin(limit, limit, limit);
		expect(await run()).toBe(digest);
		expect(lines).toEqual(
			[6, 24, 60].map(
				(pause) =>
					`…  push: the registry limits the rate of requests, trying again in ${pause} s`,
			),
		);
		expect(seconds()).toBe(90);
	});

	it("is given up after the fourth try", async () => {
		const fault = status("500 Internal Server Error");
		const { fail, tries, seconds } = begin(...Array<string>(9).fill(fault));
		expect(await fail()).toBe(
			`push: ${reference} was not pushed in 4 tries: the registry answered 500 Internal Server Error
  message  ${fault}
  next     run it again; if it stays so, look at the registry's status page`,
		);
		expect([tries(), seconds()]).toEqual([4, 15]);
	});

	it.each([
		"401 Unauthorized",
		"403 Forbidden",
		"400 Bad Request\nunknown: invalid repository name",
		"404 Not Found",
		"413 Request Entity Too Large",
		"400 Bad Request\nunknown: manifest invalid",
		"403 Forbidden\ndenied: quota exceeded",
		"418 I'm a teapot",
	])("that is refused with %s is not tried again", async (answer) => {
		const { fail, lines, tries } = begin(status(answer));
		expect(await fail()).toMatch(
			/^push: registry.example.com\/alice\/flask-app:latest was not pushed: \w.+\n {2}message [\s\S]*\n {2}next {5}\w/,
		);
		expect([lines, tries()]).toEqual([[], 1]);
	});

	it("that fails in a way that nobody knows is told as it is", async () => {
		const { fail, tries } = begin("it rains");
		expect(await fail()).toBe(
			`push: ${reference} was not pushed\n  message  it rains`,
		);
		expect(tries()).toBe(1);
	});

	it("that is refused after a fault is given up then", async () => {
		const { fail, tries } = begin(reset, status("403 Forbidden"));
		expect(await fail()).toContain(
			"was not pushed in 2 tries: the account may not push to this repository",
		);
		expect(tries()).toBe(2);
	});
});
