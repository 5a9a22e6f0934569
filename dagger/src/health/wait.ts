import { findLive, formatName, type KubeObject } from "../kubernetes/object.js";
import { isPod } from "../kubernetes/pod.js";
import type { Clock } from "../system/clock.js";
import { type Health, progressing, type Surroundings } from "./health.js";
import { endedByTtl } from "./job.js";
import { type HealthMap, Patience } from "./patience.js";
import { checkHealth } from "./rules.js";
import { findStartup } from "./startup.js";

export type { HealthMap } from "./patience.js";

export type Wait = {
	/** The objects that were applied. */
	objects: KubeObject[];
	/** What containers of the app must run, where that is known. */
	digest?: string;
	timeout: number;
	/** Reads the live objects and all around them. */
	read: () => Promise<KubeObject[]>;
	/** Gets what every poll shows, with the seconds since the beginning. */
	show?: (health: HealthMap, seconds: number) => void;
	clock: Clock;
};

export type WaitResult = {
	outcome: "ready" | "failed" | "timed out";
	health: HealthMap;
	snapshot: KubeObject[];
	seconds: number;
};

const interval = 1;

/** Polls until every object is ready, one has failed for good, or the time is over. */
export async function waitUntilReady(wait: Wait): Promise<WaitResult> {
	const { clock, timeout } = wait;
	const start = clock.now();
	let before: KubeObject[] | undefined;
	const patience = new Patience(clock, (object) => {
		const live = before && findLive(object, before);
		return live && findStartup(live, before ?? []);
	});
	const formerPods = new Set<string>();
	for (;;) {
		const snapshot = await wait.read();
		before ??= snapshot;
		for (const pod of snapshot.filter(isPod)) formerPods.add(formatName(pod));
		const surroundings = { others: snapshot, formerPods, digest: wait.digest };
		const health = patience.observe(
			new Map(
				wait.objects.map((object) => [
					object,
					findHealth(object, surroundings),
				]),
			),
		);
		const seconds = clock.now() - start;
		wait.show?.(health, seconds);
		const outcome = findOutcome(health, patience, seconds >= timeout);
		if (outcome) return { outcome, health, snapshot, seconds };
		await clock.sleep(Math.min(interval, timeout - seconds));
	}
}

function findOutcome(
	health: HealthMap,
	patience: Patience,
	isOver: boolean,
): WaitResult["outcome"] | undefined {
	if ([...health.keys()].some((object) => patience.hasEnded(object, health)))
		return "failed";
	if ([...health.values()].every(({ status }) => status === "ready"))
		return "ready";
	return isOver ? "timed out" : undefined;
}

function findHealth(applied: KubeObject, surroundings: Surroundings): Health {
	const { others } = surroundings;
	const live = findLive(applied, others);
	if (live) return checkHealth(live, surroundings);
	return endedByTtl(applied, others) ?? progressing("is not there");
}
