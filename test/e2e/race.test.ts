import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import {
	fetchThrough,
	freshNamespace,
	greet,
	greeting,
	slipway,
} from "./support/lab.js";

const rounds = Number(process.env.RACES ?? 3);
const begin = Date.parse("2026-11-23T08:00:00Z");

/** A commit that is newer with each number. */
function commit(number: number): string {
	const time = new Date(begin + number * 60_000).toISOString();
	return `--commit=c${number} ${time}`;
}

test("of two deploys at once, the one of the newer commit runs at the end", async () => {
	const namespace = await freshNamespace("race");
	const sources = [await greeting(""), await greeting("")];
	const told: string[] = [];

	for (let round = 0; round < rounds; round++) {
		// Either may begin, by less than a whole deploy takes.
		const delays = [Math.random() * 4000, Math.random() * 4000];
		const [older, newer] = await Promise.all(
			sources.map(async (source, index) => {
				await greet(source, `Round ${round}, number ${index}.`);
				await pause(delays[index] ?? 0);
				const number = 2 * round + index;
				return slipway(
					{ source, namespace },
					"deploy",
					commit(number),
					`--by=number ${index}`,
				);
			}),
		);
		expect(newer?.code, newer?.stderr).toBe(0);
		if (older?.code !== 0)
			expect(older?.stderr).toContain(
				`Error: commit c${2 * round} of ${commit(2 * round).split(" ")[1]} is older than commit c${2 * round + 1}`,
			);
		expect(await fetchThrough(namespace, "pods/flask-app:8000")).toContain(
			`Round ${round}, number 1.`,
		);
		told.push(older?.code === 0 ? "waited" : "refused");
	}
	console.log(`the older one: ${told.join(", ")}`);
}, 1_800_000);
