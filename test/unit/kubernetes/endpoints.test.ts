import { expect, test } from "vitest";
import { checkHealth } from "../../../dagger/src/health/rules.js";
import {
	formatName,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";
import { type Fixture, load } from "../health/fixture.js";

/** A service with two ready pods, after a change to one of them or to what is around. */
function after(change: (pod: KubeObject, fixture: Fixture) => void): string {
	const fixture = load("service/ready.ready");
	const pod = fixture.others.find(({ kind }) => kind === "Pod");
	if (!pod) throw new Error("no pod");
	const pods = fixture.others.filter(({ kind }) => kind === "Pod");
	const formerPods = new Set(pods.map(formatName));
	change(pod, fixture);
	const { object, others } = fixture;
	const { status, message } = checkHealth(object, { others, formerPods });
	return `${status}: ${message}`;
}

test("waits for its endpoint slices", () => {
	const line = after((_, fixture) => {
		fixture.others = fixture.others.filter(
			({ kind }) => kind !== "EndpointSlice",
		);
	});
	expect(line).toBe("progressing: requests reach 0 of 2 Pods");
});

test("waits for a ready pod that gets no requests yet", () => {
	const line = after((pod, { others }) => {
		const more = structuredClone(pod);
		more.metadata.name = "app-more";
		others.push(more);
	});
	expect(line).toBe("progressing: requests reach 2 of 3 Pods");
});

test("waits while a pod that is being deleted gets requests", () => {
	const line = after((pod) => {
		Object.assign(pod.metadata, { deletionTimestamp: "2026-01-01T00:00:00Z" });
	});
	expect(line).toBe("progressing: requests reach 1 old and 1 new Pods");
});

test("waits while a pod that is gone gets requests", () => {
	const line = after((pod, { others }) => {
		others.splice(others.indexOf(pod), 1);
	});
	expect(line).toBe("progressing: requests reach 1 old and 1 new Pods");
});

test("a draining pod that gets no requests is not waited for", () => {
	const line = after((pod, { others }) => {
		const old = structuredClone(pod);
		old.metadata.name = "app-old";
		Object.assign(old.metadata, { deletionTimestamp: "2026-01-01T00:00:00Z" });
		others.push(old);
	});
	expect(line).toBe("ready: requests reach 2 of 2 Pods");
});

test("counts a pod once that has several slices", () => {
	const line = after((_, { others }) => {
		const slice = others.find(({ kind }) => kind === "EndpointSlice");
		if (slice) others.push(structuredClone(slice));
	});
	expect(line).toBe("ready: requests reach 2 of 2 Pods");
});

test("tells why the cloud gives no load balancer", () => {
	const { object, others } = load("service/load-balancer.progressing");
	const { kind, metadata } = object;
	const event = {
		kind: "Event",
		metadata: {},
		type: "Warning",
		involvedObject: { kind, name: metadata.name, uid: metadata.uid },
		reason: "SyncLoadBalancerFailed",
		message: "Error syncing load balancer: no quota left",
	} as unknown as KubeObject;
	const { status, message } = checkHealth(object, {
		others: [...others, event],
	});
	expect(`${status}: ${message}`).toBe(
		"progressing: gets no load balancer (Error syncing load balancer: no quota left)",
	);
});

test.each([
	["that a partition holds back", 2, "ready: requests reach 2 of 2 Pods"],
	["to be replaced", 0, "progressing: requests reach 2 old and 0 new Pods"],
])("requests may reach old Pods %s", (_, partition, expected) => {
	const line = after((_, { others }) => {
		const set: KubeObject = {
			apiVersion: "apps/v1",
			kind: "StatefulSet",
			metadata: { name: "app", uid: "set" },
			spec: { updateStrategy: { rollingUpdate: { partition } } },
			status: { updateRevision: "new" },
		};
		const owner = { apiVersion: "apps/v1", kind: "StatefulSet", name: "app" };
		const pods = others.filter(({ kind }) => kind === "Pod");
		for (const [index, { metadata }] of pods.entries()) {
			const { name } = metadata;
			const stateful = `app-${index}`;
			metadata.ownerReferences = [{ ...owner, uid: "set" }];
			Object.assign(metadata.labels ?? {}, {
				"controller-revision-hash": "old",
			});
			for (const slice of others)
				if (slice.kind === "EndpointSlice")
					Object.assign(
						slice,
						JSON.parse(JSON.stringify(slice).replaceAll(name, stateful)),
					);
			metadata.name = stateful;
		}
		others.push(set);
	});
	expect(line).toBe(expected);
});

test("does not wait for the Pods of others, which stay", () => {
	const line = after((pod, { others }) => {
		for (const other of others)
			if (other.kind === "EndpointSlice")
				Object.assign(other, {
					endpoints: [
						...((other as { endpoints?: object[] }).endpoints ?? []),
						{ targetRef: { kind: "Pod", name: "made-by-an-operator" } },
					],
				});
		expect(pod.metadata.name).not.toBe("made-by-an-operator");
	});
	expect(line).toBe("ready: requests reach 2 of 2 Pods, and 1 of others");
});
