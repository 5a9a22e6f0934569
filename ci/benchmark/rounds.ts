import { say } from "../lab/progress.ts";

/** Does each thing once, one after another, so many times: what slows the machine down for a while slows all of them. */
export async function runRounds<Key extends string>(
	title: string,
	rounds: number,
	measures: Record<Key, () => Promise<number>>,
): Promise<Record<Key, number[]>> {
	const keys = Object.keys(measures) as Key[];
	const seconds = Object.fromEntries(
		keys.map((key) => [key, [] as number[]]),
	) as Record<Key, number[]>;
	for (let round = 1; round <= rounds; round++)
		for (const key of keys) {
			const taken = await measures[key]();
			seconds[key].push(taken);
			say(`  ${title} ${round} of ${rounds}: ${key} ${taken.toFixed(1)} s`);
		}
	return seconds;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return (performance.now() - start) / 1000;
}
