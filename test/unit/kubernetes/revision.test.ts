import { expect, test } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	findCurrentPods,
	isCurrent,
} from "../../../dagger/src/kubernetes/revision.js";
import { type Fixture, load, verdict } from "../health/fixture.js";

type Numbers = Record<string, unknown>;

/** A fixture whose object has another status. */
function withStatus(name: string, status: Numbers): Fixture {
	const fixture = load(name);
	Object.assign(fixture.object.status as Numbers, status);
	return fixture;
}

const say = (fixture: Fixture) => {
	const { status, message } = verdict(fixture);
	return `${status}: ${message}`;
};

test.each([
	"deployment/ready.ready",
	"statefulset/ready.ready",
	"daemonset/ready.ready",
	"replicaset/ready.ready",
])("%s waits while its controller has not seen the change", (name) => {
	expect(say(withStatus(name, { observedGeneration: 0 }))).toBe(
		"progressing: waits for its controller",
	);
});

const counts: [string, Numbers, string][] = [
	[
		"deployment/ready.ready",
		{ replicas: 3 },
		"2 of 2 updated, 2 available, 1 old",
	],
	[
		"deployment/ready.ready",
		{ updatedReplicas: 1 },
		"1 of 2 updated, 2 available, 1 old",
	],
	[
		"deployment/ready.ready",
		{ availableReplicas: 1 },
		"2 of 2 updated, 1 available",
	],
	[
		"statefulset/ready.ready",
		{ updatedReplicas: 1 },
		"1 of 2 updated, 2 available, 1 old",
	],
	[
		"statefulset/held-back.ready",
		{ updatedReplicas: 0 },
		"0 of 1 updated, 2 available, 2 old, as its update strategy asks",
	],
	[
		"daemonset/ready.ready",
		{ desiredNumberScheduled: 2 },
		"1 of 2 updated, 1 available",
	],
	[
		"replicaset/ready.ready",
		{ availableReplicas: 0 },
		"2 of 2 updated, 0 available",
	],
];

test.each(counts)("%s with %o waits", (name, status, message) => {
	expect(say(withStatus(name, status))).toBe(`progressing: ${message}`);
});

/** In the middle of a rollout: which pods are to stay, and which are not. */
test.each([
	["deployment/rolling.progressing", 1, 3],
	["deployment/repaired.progressing", 1, 1],
	["statefulset/rolling.progressing", 1, 1],
	["daemonset/rolling.progressing", 1, 0],
])("%s", (name, staying, leaving) => {
	const { object, others } = load(name);
	const all = [object, ...others];
	const pods = others.filter(({ kind }) => kind === "Pod");
	expect(findCurrentPods(object, all)).toHaveLength(staying);
	expect(pods.filter((pod) => !isCurrent(pod, all))).toHaveLength(leaving);
});

test.each([
	[
		"below the partition",
		{ type: "RollingUpdate", rollingUpdate: { partition: 2 } },
		"web-1",
		true,
	],
	[
		"above the partition",
		{ type: "RollingUpdate", rollingUpdate: { partition: 1 } },
		"web-1",
		false,
	],
	[
		"below the partition of a set that does not begin with 0",
		{ type: "RollingUpdate", rollingUpdate: { partition: 1 } },
		"web-5",
		true,
		5,
	],
	["that nobody deletes", { type: "OnDelete" }, "web-1", true],
	["to be replaced", { type: "RollingUpdate" }, "web-1", false],
])(
	"an old pod %s stays or goes",
	(_, updateStrategy, name, stays, first = 0) => {
		const set: KubeObject = {
			apiVersion: "apps/v1",
			kind: "StatefulSet",
			metadata: { name: "web", uid: "1" },
			spec: { updateStrategy, ordinals: { start: first } },
			status: { updateRevision: "new" },
		};
		const owner = {
			apiVersion: "apps/v1",
			kind: "StatefulSet",
			name: "web",
			uid: "1",
		};
		const pod: KubeObject = {
			apiVersion: "v1",
			kind: "Pod",
			metadata: {
				name,
				labels: { "controller-revision-hash": "old" },
				ownerReferences: [owner],
			},
		};
		expect(isCurrent(pod, [set, pod])).toBe(stays);
	},
);

test("a deployment that fails for its old pods only is not failing", () => {
	const fixture = load("deployment/repaired.progressing");
	expect(JSON.stringify(fixture.others)).toContain("CrashLoopBackOff");
	expect(verdict(fixture).problem).toBeUndefined();
});

test("old pods of a deployment may make room in its quota", () => {
	const name = "deployment/quota.progressing";
	const fixture = withStatus(name, { replicas: 4, updatedReplicas: 1 });
	expect(verdict(fixture)).toMatchObject({
		status: "progressing",
		problem: { cause: { name: "quota", class: "transient", grace: 30 } },
	});
});

test("an ended pod is its controller's to replace", () => {
	const fixture = load("deployment/crash-loop.progressing");
	for (const other of fixture.others)
		if (other.kind === "Pod")
			other.status = { phase: "Failed", reason: "Evicted" };
	expect(verdict(fixture).problem).toBeUndefined();
});

test("pods of a daemon set that was rolled back are of its newest revision", () => {
	const { object, others } = load("daemonset/ready.ready");
	const pod = others.find(({ kind }) => kind === "Pod");
	if (!pod) throw new Error("no pod");
	const older = structuredClone(pod);
	older.metadata.labels = {
		...pod.metadata.labels,
		"pod-template-generation": "0",
	};
	expect(isCurrent(older, [object, pod, older])).toBe(true);
	older.metadata.labels["controller-revision-hash"] = "other";
	expect(isCurrent(older, [object, pod, older])).toBe(false);
});

test.each(["deployment/ready.ready", "statefulset/ready.ready"])(
	"%s is unproved since its last container without a probe started",
	(name) => {
		const fixture = load(name);
		expect(verdict(fixture).startedAt).toBeUndefined();
		const text = JSON.stringify(fixture).replaceAll("readinessProbe", "none");
		const starts = [...text.matchAll(/"startedAt":"([^"]+)"/g)];
		const times = starts.map(([, time = ""]) => time).sort();
		expect(verdict(JSON.parse(text)).startedAt).toBe(times.at(-1));
	},
);
