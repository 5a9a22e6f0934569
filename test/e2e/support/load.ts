import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

const pairs = 4;
const pause = 20;
const patience = 5_000;

export type Tally = {
	/** Every request whose answer was not HTTP 200, even one that a browser would quietly send again. */
	failures: string[];
	/** How many were answered over a connection of their own, and over one that had served before. */
	fresh: number;
	reused: number;
	/** All that was ever answered. */
	said: Set<string>;
};

/** One request; without an agent over a connection of its own. */
export function ask(
	url: string,
	agent: Agent | false = false,
): Promise<{ said: string; reused: boolean }> {
	const signal = AbortSignal.timeout(patience);
	return new Promise((resolve, reject) => {
		const request = get(url, { agent, signal }, (response) => {
			text(response).then((said) => {
				const { reusedSocket: reused } = request;
				if (response.statusCode === 200) resolve({ said, reused });
				else reject(new Error(`HTTP ${response.statusCode}: ${said}`));
			}, reject);
		});
		request.on("error", (error) => {
			const connection = request.reusedSocket ? "a kept" : "a new";
			reject(new Error(`over ${connection} connection: ${error.message}`));
		});
	});
}

/** Asks on and on until it is stopped: half of the clients keep their connection, half make one for each request. */
export function load(url: string): () => Promise<Tally> {
	const tally: Tally = { failures: [], fresh: 0, reused: 0, said: new Set() };
	let stopped = false;
	const client = async (agent?: Agent) => {
		while (!stopped) {
			try {
				const { said, reused } = await ask(url, agent);
				tally[reused ? "reused" : "fresh"]++;
				tally.said.add(said);
			} catch (error) {
				tally.failures.push(`${new Date().toISOString()} ${error}`);
			}
			await sleep(pause);
		}
		agent?.destroy();
	};
	const clients = Array.from({ length: pairs }).flatMap(() => [
		client(),
		client(new Agent({ keepAlive: true })),
	]);
	const stop = async () => {
		stopped = true;
		await Promise.all(clients);
		return tally;
	};
	onTestFinished(async () => {
		await stop();
	});
	return stop;
}
