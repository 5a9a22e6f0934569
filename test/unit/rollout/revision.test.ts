import { expect, test } from "vitest";
import { currentPods, isCurrent } from "../../../dagger/src/rollout/current.js";
import { type Fixture, load, verdict } from "./fixture.js";

type Numbers = Record<string, unknown>;

/** A fixture whose object has another status. */
function withStatus(name: string, status: Numbers): Fixture {
	const fixture = load(name);
	Object.assign(fixture.object.status as Numbers, status);
	return fixture;
}

const say = (fixture: Fixture) => {
	const { phase, message } = verdict(fixture);
	return `${phase}: ${message}`;
};

test.each([
	"deployment/ready.ready",
	"statefulset/ready.ready",
	"daemonset/ready.ready",
	"replicaset/ready.ready",
])("%s waits while its controller has not seen the change", (name) => {
	expect(say(withStatus(name, { observedGeneration: 0 }))).toBe(
		"waiting: waits for its controller",
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
		"0 of 1 updated, 2 available, 2 old",
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
	expect(say(withStatus(name, status))).toBe(`waiting: ${message}`);
});

/** In the middle of a rollout: which pods are to stay, and which are not. */
test.each([
	["deployment/rolling.waiting", 1, 3],
	["deployment/repaired.waiting", 1, 1],
	["statefulset/rolling.waiting", 1, 1],
	["daemonset/rolling.waiting", 1, 0],
])("%s", (name, staying, leaving) => {
	const { object, others } = load(name);
	const all = [object, ...others];
	const pods = others.filter(({ kind }) => kind === "Pod");
	expect(currentPods(object, all)).toHaveLength(staying);
	expect(pods.filter((pod) => !isCurrent(pod, all))).toHaveLength(leaving);
});

test("a deployment that fails for its old pods only is not failing", () => {
	const fixture = load("deployment/repaired.waiting");
	expect(JSON.stringify(fixture.others)).toContain("CrashLoopBackOff");
	expect(verdict(fixture).problem).toBeUndefined();
});

test("old pods of a deployment may make room in its quota", () => {
	const name = "deployment/quota.failed";
	const fixture = withStatus(name, { replicas: 4, updatedReplicas: 1 });
	expect(verdict(fixture)).toMatchObject({
		phase: "waiting",
		problem: { failure: { name: "quota", class: "may-heal", grace: 30 } },
	});
});

test("an ended pod is its controller's to replace", () => {
	const fixture = load("deployment/crash-loop.waiting");
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
		expect(verdict(fixture).unproved).toBeUndefined();
		const text = JSON.stringify(fixture).replaceAll("readinessProbe", "none");
		const starts = [...text.matchAll(/"startedAt":"([^"]+)"/g)];
		const times = starts.map(([, time = ""]) => time).sort();
		expect(verdict(JSON.parse(text)).unproved).toBe(times.at(-1));
	},
);
