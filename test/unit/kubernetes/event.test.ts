import { expect, test } from "vitest";
import { podProblems } from "../../../dagger/src/health/pod-problems.js";
import type { Event } from "../../../dagger/src/kubernetes/event.js";
import type { Pod } from "../../../dagger/src/kubernetes/pod.js";
import { type Fixture, load, verdict } from "../health/fixture.js";

/** A fixture with its events of a reason changed. */
function withEvents(name: string, reason: string, change: Partial<Event>) {
	const fixture = load(name);
	const events = fixture.others as Event[];
	const changed = events.filter((event) => event.reason === reason);
	expect(changed).not.toHaveLength(0);
	for (const event of changed) Object.assign(event, change);
	return fixture;
}

/** A fixture with one more event about its object. */
function withEvent(name: string, event: Partial<Event>): Fixture {
	const { object, others } = load(name);
	const { kind, metadata } = object;
	const { uid, name: app } = metadata;
	const involvedObject = { kind, uid, name: app };
	const more = { kind: "Event", metadata: {}, involvedObject, type: "Warning" };
	return { object, others: [...others, { ...more, ...event } as Event] };
}

const failureOf = (fixture: Fixture) => verdict(fixture).problem?.cause.name;
const longAgo = "2020-01-01T00:00:00Z";
const later = "2100-01-01T00:00:00Z";

test("a probe's answer from before the container started is old", () => {
	const name = "pod/probe-path.progressing";
	const fixture = withEvents(name, "Unhealthy", { lastTimestamp: longAgo });
	expect(failureOf(load(name))).toBe("probe-path");
	expect(failureOf(fixture)).toBeUndefined();
});

test("an event about another pod of the same name is not about this one", () => {
	const name = "pod/probe-path.progressing";
	const involvedObject = { kind: "Pod", name: "app", uid: "another" };
	expect(failureOf(withEvents(name, "Unhealthy", { involvedObject }))).toBe(
		undefined,
	);
});

test("an event may come without a message, and without a reason", () => {
	const name = "pod/probe-path.progressing";
	for (const change of [{ message: undefined }, { reason: undefined }]) {
		const fixture = withEvents(name, "Unhealthy", change as Partial<Event>);
		expect(verdict(fixture).status).toBe("progressing");
	}
});

test("an event about another container is not about this one", () => {
	const name = "pod/probe-path.progressing";
	const { uid } = load(name).object.metadata;
	const fieldPath = "spec.containers{sidecar}";
	const involvedObject = { kind: "Pod", name: "app", uid, fieldPath };
	expect(failureOf(withEvents(name, "Unhealthy", { involvedObject }))).toBe(
		undefined,
	);
});

test("a mount that was followed by a pull is mended", () => {
	const name = "pod/mount-secret-missing.progressing";
	const pulling = { reason: "Pulling", type: "Normal", message: "" };
	const before = { ...pulling, lastTimestamp: longAgo };
	const after = { ...pulling, lastTimestamp: later };
	expect(failureOf(withEvent(name, before))).toBe("mount-object-missing");
	expect(failureOf(withEvent(name, after))).toBeUndefined();
	expect(verdict(withEvent(name, after)).message).toBe(
		"0 of 1 containers ready, pulling its image",
	);
});

test("events that are counted as one read as one", () => {
	const name = "pod/probe-path.progressing";
	const { message } = verdict(load(name));
	const combined =
		"(combined from similar events): Readiness probe failed: HTTP probe failed with statuscode: 404";
	const fixture = withEvents(name, "Unhealthy", { message: combined });
	expect(verdict(fixture).message).toBe(message);
});

test("a pod for which the cluster adds a node is not stuck", () => {
	const scaling = { reason: "TriggeredScaleUp", message: "pod triggered it" };
	const fixture = withEvent("pod/too-big.progressing", scaling);
	expect(verdict(fixture).problem?.cause.class).toBe("pending");
});

test("an older cluster tells the cause of a failed pull in an event", () => {
	const fixture = load("pod/image-back-off.failed");
	const [status] = (fixture.object as Pod).status?.containerStatuses ?? [];
	delete status?.state?.waiting?.message;
	expect(failureOf(fixture)).toBe("image-denied");
});

test("a pod that is created at last ends the trouble of creating it", () => {
	const created = {
		reason: "SuccessfulCreate",
		message: "",
		lastTimestamp: later,
	};
	for (const kind of ["statefulset", "daemonset", "job"]) {
		const name = `${kind}/quota.progressing`;
		expect(failureOf(load(name))).toBe("quota");
		expect(verdict(load(name)).problem?.cause.grace).toBe(30);
		expect(failureOf(withEvent(name, created))).toBeUndefined();
	}
});

test("a startup probe may fail as long as the manifest allows", () => {
	const { problem } = verdict(load("pod/probe-startup.progressing"));
	expect(problem?.cause).toMatchObject({ name: "probe-refused", grace: 90 });
});

test("a pod tells each container's problem, and which container it is", () => {
	const { object, others } = load("pod/sidecar-crash-loop.progressing");
	const problems = podProblems(object as Pod, { others });
	expect(problems).toMatchObject([
		{
			object: "Pod app",
			container: "sidecar",
			facts: expect.stringMatching(
				/^CrashLoopBackOff, \d+ restarts?, exit code 1$/,
			),
		},
	]);
});

test("an event that comes before the status tells which container it is about", () => {
	const { object, others } = load("pod/sidecar-crash-loop.progressing");
	const pod = { ...object, status: {} } as Pod;
	const { kind, metadata } = object;
	const { uid, name } = metadata;
	const event = {
		kind: "Event",
		type: "Warning",
		reason: "InspectFailed",
		message: `Failed to apply default image tag "Side:1": couldn't parse image name "Side:1": invalid reference format`,
		metadata: {},
		involvedObject: { kind, uid, name, fieldPath: "spec.containers{sidecar}" },
	};
	const pods = others.filter(({ kind }) => kind !== "Event");
	expect(
		podProblems(pod, {
			others: [...pods, event as unknown as Event],
		}),
	).toMatchObject([
		{ container: "sidecar", cause: { name: "image-name-invalid" } },
	]);
});

test("a node that no longer tells of each restart by a probe is believed", () => {
	const name = "pod/probe-liveness.progressing";
	const silent = withEvents(name, "Killing", { lastTimestamp: longAgo });
	for (const event of silent.others as Event[])
		if (event.reason === "Unhealthy") event.lastTimestamp = longAgo;
	expect(failureOf(silent)).toBe("probe-refused");

	const [status] = (silent.object as Pod).status?.containerStatuses ?? [];
	const ended = status?.lastState?.terminated ?? { exitCode: 0 };
	ended.exitCode = 1;
	expect(failureOf(silent)).toBe("crash-loop");
	Object.assign(ended, { exitCode: 137, reason: "OOMKilled" });
	expect(failureOf(silent)).toBe("out-of-memory");
});
