import { describe, expect, test } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import type { Pod } from "../../../dagger/src/kubernetes/pod.js";
import { load } from "./fixture.js";

/** What is said of a fixture's pod when a part of its status is another. */
function say(
	name: string,
	change: (status: NonNullable<Pod["status"]>) => void,
) {
	const { object, others } = load(name);
	const { status } = object as Pod;
	if (!status) throw new Error("no status");
	change(status);
	const health = checkHealth(object, { others });
	return `${health.status}: ${health.message}`;
}

describe("containers are ready, and the Pod is not", () => {
	const gate =
		'readiness gate "target-health.elbv2.k8s.aws/web" does not exist';
	const lost: KubeObject = Object.assign(
		{ apiVersion: "v1", kind: "Event", metadata: { name: "app.1" } },
		{
			involvedObject: { kind: "Pod", name: "app" },
			type: "Warning",
			reason: "NodeNotReady",
			message: "Node is not ready",
		},
	);

	test.each<[string, object, KubeObject[], string]>([
		[
			"for a readiness gate",
			{ reason: "ReadinessGatesNotReady", message: gate },
			[],
			`waits for its readiness gates (${gate})`,
		],
		[
			"for its node is lost, which only an event says",
			{},
			[lost],
			"waits for its node (Node is not ready)",
		],
		["and nobody says why", {}, [], "1 of 1 containers ready"],
	])("%s", (_, reported, events, words) => {
		const { object } = load("pod/ready.ready");
		const condition = { type: "Ready", status: "False", ...reported };
		Object.assign(object.status ?? {}, { conditions: [condition] });
		const { status, message, problem, parts } = checkHealth(object, {
			others: events,
		});
		expect(`${status}: ${message}`).toBe(`progressing: ${words}`);
		expect(problem?.cause.class ?? "pending").toBe("pending");
		// It says nothing of a container: how often one has crashed is counted on.
		expect(parts?.flatMap(({ problems }) => problems)).toEqual([]);
	});

	test("says nothing of a node that was lost once, where it is ready", () => {
		const { object } = load("pod/ready.ready");
		expect(checkHealth(object, { others: [lost] }).status).toBe("ready");
	});
});

test("a container that is to stay ends without an error", () => {
	const line = say(
		"pod/crashed-once.progressing",
		({ containerStatuses = [] }) => {
			const terminated = { exitCode: 0, reason: "Completed" };
			for (const container of containerStatuses)
				container.state = { terminated };
		},
	);
	expect(line).toBe(
		"progressing: ends by itself, without an error, and is started again (Completed, exit code 0)",
	);
});

test.each([
	["its first minute", 50, true],
	["its second minute", 70, undefined],
])("a container that ended in %s", (_, seconds, terminatedEarly) => {
	const { object, others } = load("pod/crashed-once.progressing");
	const { status } = object as Pod;
	const end = status?.containerStatuses?.[0]?.state?.terminated;
	const time = Date.parse(status?.startTime ?? "") + seconds * 1000;
	Object.assign(end ?? {}, { finishedAt: new Date(time).toISOString() });
	expect(checkHealth(object, { others }).problem?.terminatedEarly).toBe(
		terminatedEarly,
	);
});

test("an evicted pod has failed", () => {
	const line = say("pod/ready.ready", (status) => {
		const message =
			"The node was low on resource: memory. Container app was using 2Gi.";
		Object.assign(status, { phase: "Failed", reason: "Evicted", message });
	});
	expect(line).toBe(
		"failed: was evicted from its node (The node was low on resource: memory)",
	);
});

test("a pod that its node ended has failed, for whatever reason", () => {
	const line = say("pod/ready.ready", (status) => {
		const message = "Pod was terminated in response to imminent node shutdown.";
		Object.assign(status, { phase: "Failed", reason: "Terminated", message });
	});
	expect(line).toBe(
		"failed: was ended by its node (Terminated: Pod was terminated in response to imminent node shutdown.)",
	);
});

test("a failed pod that without a reported cause has failed", () => {
	const line = say("pod/completed.ready", (status) => {
		status.phase = "Failed";
	});
	expect(line).toBe("failed: failed without a reported cause");
});
