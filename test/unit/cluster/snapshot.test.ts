import { describe, expect, it } from "vitest";
import {
	readApp,
	snapshotReader,
	topLevel,
} from "../../../dagger/src/cluster/snapshot.js";
import { type KubeObject, ref } from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster, ok } from "../fake-cluster.js";

/** A Pod whose container has ended with an error of which nothing else is known. */
const crashed = (name: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name, uid: name },
	status: {
		containerStatuses: [
			{
				name: "main",
				image: "",
				imageID: "",
				ready: false,
				restartCount: 0,
				state: { terminated: { exitCode: 1 } },
			},
		],
	},
});
const messageOf = (object: KubeObject | undefined) =>
	JSON.stringify(object).match(/"message":"([^"]*)"/)?.[1];

describe("a reader of snapshots", () => {
	it("reads the end of a crashed container's log once", async () => {
		const cluster = new FakeCluster(new FakeClock());
		cluster.live = () => [crashed("web")];
		cluster.replies.logs = () => "line one\nno flask\n";
		const read = snapshotReader(cluster, []);

		for (let poll = 0; poll < 3; poll++)
			expect(messageOf((await read())[0])).toBe("line one\\nno flask");
		expect(cluster.log).toEqual(["snapshot", "logs", "snapshot", "snapshot"]);
	});

	it("reads few of many crashes at a time, and all in the end", async () => {
		const cluster = new FakeCluster(new FakeClock());
		cluster.live = () => ["a", "b", "c", "d", "e"].map(crashed);
		cluster.replies.logs = (call) => `log of ${call[1]}`;
		const read = snapshotReader(cluster, []);
		expect((await read()).map(messageOf)).toEqual([
			"log of a",
			"log of b",
			"log of c",
			undefined,
			undefined,
		]);
		expect((await read()).map(messageOf).at(4)).toBe("log of e");
	});

	it("does without a log that cannot be read", async () => {
		const cluster = new FakeCluster(new FakeClock());
		cluster.live = () => [crashed("web")];
		cluster.replies.logs = () => error("container not found");
		const [pod] = await snapshotReader(cluster, [])();
		expect(messageOf(pod)).toBeUndefined();
	});

	it("reads the events about what it is told, each object's own, beside the objects", async () => {
		const cluster = new FakeCluster(new FakeClock());
		cluster.live = () => [crashed("web")];
		const paths: string[] = [];
		cluster.replies.events = (call) => {
			paths.push(decodeURIComponent(call[1] ?? ""));
			// As the API server lists them: without their kind.
			const items = [{ metadata: { name: `about-${paths.length}` } }];
			return JSON.stringify({ kind: "EventList", items });
		};
		const read = snapshotReader(cluster, []);

		const snapshot = await read([crashed("web"), ref("Job", "migrate")]);
		expect(snapshot.slice(1)).toEqual([
			{ apiVersion: "v1", kind: "Event", metadata: { name: "about-1" } },
			{ apiVersion: "v1", kind: "Event", metadata: { name: "about-2" } },
		]);
		const events = "--raw=/api/v1/namespaces/shop/events?fieldSelector=";
		expect(paths).toEqual([
			`${events}involvedObject.kind=Pod,involvedObject.name=web`,
			`${events}involvedObject.kind=Job,involvedObject.name=migrate`,
		]);
		expect(cluster.log[0]).toBe("snapshot + events + events");
	});

	it("fails where the cluster cannot be read", async () => {
		const cluster = new FakeCluster(new FakeClock());
		const read = snapshotReader(cluster, []);
		const away = () => error("Unable to connect to the server: EOF");
		cluster.replies.events = away;
		const failure = /^the cluster cannot be read/;
		await expect(read([ref("Pod", "web")])).rejects.toThrow(failure);
		cluster.replies.snapshot = away;
		await expect(read()).rejects.toThrow(failure);
	});
});

describe("an app", () => {
	const reference = {
		apiVersion: "apps/v1",
		kind: "ReplicaSet",
		name: "web",
		uid: "1",
	};
	const made = {
		...crashed("web-1"),
		metadata: { name: "web-1", ownerReferences: [reference] },
	};

	it("is read with its lock, and consists of what somebody applied", async () => {
		const cluster = new FakeCluster(new FakeClock());
		cluster.live = () => [crashed("web"), made];
		let resources = "";
		cluster.replies.snapshot = (call) => {
			resources = call[1] ?? "";
			return undefined;
		};
		const objects = [
			{ ...ref("Deployment", "web"), apiVersion: "apps/v1" },
			...[ref("Service", "web"), ref("Service", "db"), ref("Secret", "web")],
		];
		const snapshot = await readApp(cluster, "web", objects);
		expect(topLevel(snapshot).map(({ metadata }) => metadata.name)).toEqual([
			"web",
		]);
		// An account may be allowed to list these, and no others.
		expect(resources.split(",")).toEqual([
			"pod",
			"deployment.apps",
			"replicaset.apps",
			"service",
			"endpointslice.discovery.k8s.io",
			"lease.coordination.k8s.io",
		]);
	});

	it("that is not there is told as such", async () => {
		const cluster = new FakeCluster(new FakeClock());
		cluster.replies.snapshot = () => ok('{"items":[]}');
		await expect(readApp(cluster, "web", [])).rejects.toThrow(
			"nothing of web runs in namespace shop: no object there has the label slipway/app=web",
		);
	});
});
