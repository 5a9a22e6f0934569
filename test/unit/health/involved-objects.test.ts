import { describe, expect, it, test } from "vitest";
import { listInvolved } from "../../../dagger/src/health/involved-objects.js";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import { findEvents } from "../../../dagger/src/kubernetes/event.js";
import {
	formatName,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";
import { type Fixture, lineOf, load, namesOf, verdict } from "./fixture.js";

const isEvent = ({ kind }: KubeObject) => kind === "Event";

/** Whose events are needed, as a poll without any finds out. */
function involved({ object, others }: Fixture): KubeObject[] {
	const snapshot = [object, ...others.filter((other) => !isEvent(other))];
	const health = checkHealth(object, { others: snapshot });
	return listInvolved(new Map([[object, health]]), { others: snapshot });
}

/** The fixture as a poll sees it that reads those events only. */
function asPolled(fixture: Fixture): Fixture {
	const { object, others } = fixture;
	return {
		object,
		others: [
			...others.filter((other) => !isEvent(other)),
			...involved(fixture).flatMap((one) => findEvents(one, others)),
		],
	};
}

test.each(namesOf(".json"))("the few events are enough to judge %s", (name) => {
	const fixture = load(name);
	expect(lineOf(verdict(asPolled(fixture)))).toBe(lineOf(verdict(fixture)));
});

// That a claim waits for its first Pod stands in an event only.
const ready = namesOf(".json").filter(
	(name) => name.endsWith(".ready") && !name.includes("first-consumer"),
);

test.each(ready)("no events are needed of %s", (name) => {
	expect(involved(load(name))).toEqual([]);
});

describe("the events that are needed", () => {
	const names = (objects: KubeObject[]) => objects.map(formatName);

	it("are those of a claim without a volume, and of a load balancer without an address", () => {
		expect(names(involved(load("persistentvolumeclaim/no-class.progressing"))))
			// A claim has no Pods.
			.toEqual(["PersistentVolumeClaim app"]);
		expect(names(involved(load("service/load-balancer.progressing")))).toEqual([
			"Service app",
		]);
		expect(involved(load("service/not-ready.progressing"))).toEqual([]);
	});

	it("are not those of Pods of a former revision", () => {
		const fixture = load("deployment/rolling-broken.failed");
		const found = involved(fixture);
		expect(found.length).toBeGreaterThan(0);
		const pods = fixture.others.filter(({ kind }) => kind === "Pod");
		expect(found.length).toBeLessThan(pods.length);
		expect(found.every(({ kind }) => kind === "Pod")).toBe(true);
	});

	const owned = (kind: string, name: string, count: number) => {
		const metadata = { name, uid: name, generation: 1 };
		const owner = {
			apiVersion: "apps/v1",
			kind,
			metadata,
			spec: { replicas: count },
			status: { observedGeneration: 1 },
		};
		const pods = Array.from({ length: count }, (_, index) => ({
			apiVersion: "v1",
			kind: "Pod",
			metadata: {
				name: `${name}-${index}`,
				creationTimestamp: `2026-11-23T10:00:0${index}Z`,
				ownerReferences: [{ apiVersion: "apps/v1", kind, name, uid: name }],
			},
			spec: { containers: [] },
		}));
		return { owner, others: [owner, ...pods] as KubeObject[] };
	};
	const list = (...sets: ReturnType<typeof owned>[]) => {
		const others = sets.flatMap(({ others }) => others);
		const health = new Map(
			sets.map(({ owner }) => [owner, checkHealth(owner, { others })]),
		);
		return names(listInvolved(health, { others }));
	};

	it("are those of the newest Pods, eight objects at most", () => {
		expect(list(owned("StatefulSet", "db", 9))).toEqual([
			"StatefulSet db",
			...[8, 7, 6, 5, 4, 3, 2].map((index) => `Pod db-${index}`),
		]);
	});

	it("leave something for each of several", () => {
		expect(
			list(owned("StatefulSet", "db", 9), owned("StatefulSet", "web", 2)),
		).toEqual([
			"StatefulSet db",
			"StatefulSet web",
			"Pod db-8",
			"Pod web-1",
			"Pod db-7",
			"Pod web-0",
			"Pod db-6",
			"Pod db-5",
		]);
	});

	it("are those of a Job that is gone, too", () => {
		const job = {
			apiVersion: "batch/v1",
			kind: "Job",
			metadata: { name: "migrate" },
			spec: { ttlSecondsAfterFinished: 0 },
		};
		const health = new Map([
			[job, { status: "progressing" as const, message: "is not there" }],
		]);
		expect(listInvolved(health, { others: [] })).toEqual([job]);
	});
});
