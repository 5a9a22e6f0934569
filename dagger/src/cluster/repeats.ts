import { classifyRefusal } from "../failures/catalogue.js";
import type { Cause } from "../failures/cause.js";
import type { Options } from "../kubectl/cluster.js";
import type { Answer, Call } from "../kubectl/script.js";
import type { World } from "./lock.js";

const pause = 2;
const heartbeat = 10;

/** What it takes to write to a cluster that may not be ready for it. */
export type Writing = Pick<World, "cluster" | "clock" | "print">;

/**
 * Makes calls that write, again and again while what the API server asks before it takes them is away: a webhook whose Pods
 * are on their way. Each try is a conversation of its own, so that a lock is renewed in between.
 */
export async function runRepeatedly(
	{ cluster, clock, print }: Writing,
	calls: Call[],
	options: Options,
): Promise<Answer[]> {
	const start = clock.now();
	for (let told = -heartbeat; ; ) {
		const answers = await cluster.run(calls, options);
		const cause = findRepeatable(answers);
		const seconds = clock.now() - start;
		if (!cause || seconds >= cause.grace) return answers;
		if (seconds - told >= heartbeat) {
			told = seconds;
			print(`…  ${cause.sentence}, trying again for ${seconds.toFixed(0)} s`);
		}
		await clock.sleep(pause);
	}
}

function findRepeatable(answers: Answer[]): Cause | undefined {
	return answers
		.filter(({ code }) => code !== 0)
		.map(({ stderr }) => classifyRefusal(stderr))
		.find((cause) => cause?.mayBeRepeated);
}
