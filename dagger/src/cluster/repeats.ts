import { classifyRefusal } from "../failures/catalogue.js";
import type { KubectlOptions } from "../kubectl/cluster.js";
import type { Answer, Call } from "../kubectl/script.js";
import type { World } from "./world.js";

const pause = 2;
const heartbeat = 10;

/** What may pass by itself, in words, and how many seconds it may take. */
type Obstacle = { sentence: string; grace: number };

/** Makes an attempt again and again while it meets something that may pass, and says so now and then. */
export async function repeat(
	{ clock, print }: Pick<World, "clock" | "print">,
	attempt: () => Promise<Obstacle | undefined>,
): Promise<void> {
	const start = clock.now();
	for (let told = -heartbeat; ; ) {
		const obstacle = await attempt();
		const seconds = clock.now() - start;
		if (!obstacle || seconds >= obstacle.grace) return;
		if (seconds - told >= heartbeat) {
			told = seconds;
			print(
				`…  ${obstacle.sentence}, trying again for ${seconds.toFixed(0)} s`,
			);
		}
		await clock.sleep(pause);
	}
}

/** What it takes to write to a cluster that may not be ready for it. */
export type Writing = Pick<World, "cluster" | "clock" | "print">;

/**
 * Makes calls that write, again and again while what the API server asks before it takes them is away: a webhook whose Pods
 * are on their way. Each try is a conversation of its own, so that a lock is renewed in between.
 */
export async function runRepeatedly(
	world: Writing,
	calls: Call[],
	options: KubectlOptions,
): Promise<Answer[]> {
	let answers: Answer[] = [];
	await repeat(world, async () => {
		answers = await world.cluster.run(calls, options);
		return answers
			.filter(({ code }) => code !== 0)
			.map(({ stderr }) => classifyRefusal(stderr))
			.find((cause) => cause?.mayBeRepeated);
	});
	return answers;
}
