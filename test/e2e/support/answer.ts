import { setTimeout as pause } from "node:timers/promises";

/** What an address answers, as soon as it does. */
export async function answerOf(
	address: string,
	seconds: number,
): Promise<string> {
	for (const end = Date.now() + seconds * 1000; ; await pause(200))
		try {
			return await (await fetch(address)).text();
		} catch (error) {
			if (Date.now() > end) throw error;
		}
}
