import type { ApplyTimes } from "../cluster/apply-times.js";
import {
	findLiveObject,
	formatName,
	type KubeObject,
} from "../kubernetes/object.js";
import { isPod } from "../kubernetes/pod.js";
import type { Clock } from "../system/clock.js";
import { type Health, type HealthContext, progressing } from "./health.js";
import { listInvolved } from "./involved-objects.js";
import { endedByTtl } from "./job.js";
import { type HealthMap, Patience } from "./patience.js";
import { checkHealth } from "./rules.js";
import { findStartup, listStarts } from "./startup.js";

export type { HealthMap } from "./patience.js";

export type Wait = {
	/** The objects that were applied. */
	objects: KubeObject[];
	/** What containers of the app must run, where that is known. */
	digest?: string;
	timeout: number;
	/** When we last changed what the Pods are made of. */
	applyTimes?: ApplyTimes;
	/** How many seconds each object took to be ready in former releases, by its name. */
	readySeconds?: Record<string, number>;
	/** Reads the live objects and all around them, with the events about those that are named. */
	read: (involved: KubeObject[]) => Promise<KubeObject[]>;
	/** What the cluster had before they were applied; what the first poll shows, if that is not known. */
	before?: KubeObject[];
	/** Gets what every poll shows, with the seconds since the beginning. */
	show?: (health: HealthMap, seconds: number) => void;
	clock: Clock;
};

export type WaitResult = {
	outcome: "ready" | "failed" | "timed out";
	health: HealthMap;
	snapshot: KubeObject[];
	seconds: number;
	/** After how many seconds each object was ready, and stayed so. */
	readyAfter: Map<KubeObject, number>;
};

const interval = 1;

/** Polls until every object is ready, one has failed for good, or the time is over. */
export async function waitUntilReady(wait: Wait): Promise<WaitResult> {
	const { clock, timeout } = wait;
	const start = clock.now();
	let { before } = wait;
	const patience = new Patience(
		clock,
		(object) => {
			const live = before && findLiveObject(object, before);
			const startup = live && findStartup(live, before ?? []);
			const recorded = wait.readySeconds?.[formatName(object)];
			if (startup === undefined) return recorded;
			return Math.max(startup, recorded ?? 0);
		},
		(startedAt) => listStarts(before ?? []).includes(startedAt),
	);
	const formerPods = new Set<string>();
	const readyAfter = new Map<KubeObject, number>();
	let involved: KubeObject[] = [];
	for (;;) {
		const snapshot = await wait.read(involved);
		before ??= snapshot;
		for (const pod of snapshot.filter(isPod)) formerPods.add(formatName(pod));
		const { digest, applyTimes } = wait;
		const surroundings: HealthContext = {
			others: snapshot,
			before,
			formerPods,
			digest,
			applyTimes,
		};
		const found = new Map(
			wait.objects.map((object) => [object, findHealth(object, surroundings)]),
		);
		involved = listInvolved(found, surroundings);
		const health = patience.observe(found, snapshot.some(isLeaving));
		const seconds = clock.now() - start;
		wait.show?.(health, seconds);
		for (const [object, { status }] of health)
			if (status !== "ready") readyAfter.delete(object);
			else if (!readyAfter.has(object)) readyAfter.set(object, seconds);
		const outcome = findOutcome(health, patience, seconds >= timeout);
		if (outcome) return { outcome, health, snapshot, seconds, readyAfter };
		await clock.sleep(Math.min(interval, timeout - seconds));
	}
}

/** A Pod that ends, and then leaves its room to another. */
function isLeaving(object: KubeObject): boolean {
	return isPod(object) && object.metadata.deletionTimestamp !== undefined;
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

function findHealth(applied: KubeObject, surroundings: HealthContext): Health {
	const { others } = surroundings;
	const live = findLiveObject(applied, others);
	if (live) return checkHealth(live, surroundings);
	return endedByTtl(applied, surroundings) ?? progressing("is not there");
}
