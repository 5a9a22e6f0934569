import { setTimeout as pause } from "node:timers/promises";
import type { ProcessPromise } from "zx";

/** What an address answers, as soon as it does. */
export async function answerOf(
	address: string,
	seconds: number,
): Promise<string> {
	for (const end = Date.now() + seconds * 1000; ; await pause(200))
		try {
			const signal = AbortSignal.timeout(10_000);
			return await (await fetch(address, { signal })).text();
		} catch (error) {
			if (Date.now() > end) throw error;
		}
}

/** Ends what runs until it is stopped, by Ctrl+C; now and then Dagger's CLI does not take that for an end. */
export async function interrupt(call: ProcessPromise): Promise<void> {
	const ended = call.then(() => true);
	await call.kill("SIGINT");
	if (await Promise.race([ended, pause(30_000)])) return;
	await call.kill("SIGKILL");
	await ended;
}
