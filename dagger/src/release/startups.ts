import { formatName } from "../kubernetes/object.js";
import { isGood, type ReleaseRecord } from "./record.js";

/**
 * How many seconds each object took to be ready at most, by its name, in the releases that started it: one that left it
 * unchanged, or had no Pods of it, has not seen it start.
 */
export function listStartups(records: ReleaseRecord[]): Record<string, number> {
	const startups: Record<string, number> = {};
	for (const { objects, changes = {}, readySeconds } of records.filter(isGood))
		for (const object of objects) {
			const name = formatName(object);
			const { replicas } = (object.spec ?? {}) as { replicas?: number };
			const seconds = readySeconds[name];
			const isStarted = changes[name] !== "unchanged" && replicas !== 0;
			if (isStarted && seconds !== undefined)
				startups[name] = Math.max(startups[name] ?? 0, seconds);
		}
	return startups;
}
