import { expect, it } from "vitest";
import { topLevel } from "../../../dagger/src/cluster/snapshot.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { encodeRecord } from "../../../dagger/src/release/secret.js";
import { formatHistory } from "../../../dagger/src/report/history.js";
import { formatStatus, readStatus } from "../../../dagger/src/report/status.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";
import { load } from "../health/fixture.js";
import { makeRecord } from "../records.js";

const pod: KubeObject = {
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name: "web" },
	spec: { containers: [{ name: "main", image: "docker.io/alice/web:1" }] },
	status: { phase: "Succeeded" },
};
const made: KubeObject = {
	...pod,
	metadata: {
		name: "web-1",
		ownerReferences: [
			{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web", uid: "1" },
		],
	},
};
const claim: KubeObject = {
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: { name: "data" },
	status: { phase: "Lost" },
};

const lease: KubeObject = {
	apiVersion: "coordination.k8s.io/v1",
	kind: "Lease",
	metadata: { name: "slipway-web" },
	spec: {
		holderIdentity: "alice",
		acquireTime: "2026-11-23T14:02:11.500000Z",
		renewTime: "2026-11-23T14:02:19.500000Z",
	},
};

it("tells which release runs, and who deploys", () => {
	expect(topLevel([pod, lease])).toEqual([pod]);
	const records = [
		makeRecord({
			number: 3,
			outcome: "deployed",
			by: "alice",
			startedAt: "2026-11-23T14:02:11Z",
			commit: { id: "4f1c2ab", time: "2026-11-23T13:02:11Z" },
		}),
		makeRecord({ number: 4, outcome: "rolled back" }),
	];
	expect(formatStatus([lease, pod], records).split("\n").slice(2)).toEqual([
		"  release  3 of 2026-11-23T14:02:11Z, by alice, commit 4f1c2ab of 2026-11-23T13:02:11Z",
		"  deploys  alice, since 2026-11-23T14:02:11Z, last seen 2026-11-23T14:02:19Z: it is free when nobody renews it for 30 s",
	]);
	const drift = ["Deployment web was changed since"];
	expect(formatStatus([pod], records, drift)).toContain(
		"  drift    Deployment web was changed since",
	);
	const idle = { ...lease, spec: { holderIdentity: "" } };
	expect(formatStatus([idle])).not.toContain("deploys");
});

it.each([
	["failed", "failed, and none has run well since"],
	["deploying", "has not ended"],
] as const)(
	"says of no release that it runs after one that is %s",
	(outcome, words) => {
		const records = [
			makeRecord({ number: 3, outcome: "deployed" }),
			makeRecord({ number: 4, outcome }),
		];
		expect(formatStatus([pod], records)).toContain(
			`  release  4 of 2026-11-24T11:24:05.000Z, by alice: ${words}; the last that did is 3`,
		);
		expect(formatHistory(records)).not.toContain("*");
		expect(formatStatus([pod], records.slice(1))).toMatch(
			new RegExp(`${words}$`),
		);
	},
);

it("tells what was applied from what was made of it", () => {
	expect(topLevel([pod, made, claim])).toEqual([pod, claim]);
});

it("tells the state of each, and its images", () => {
	const lines = formatStatus([pod, made, claim]).split("\n");
	expect(lines[0]).toMatch(/^✓ Pod web: /);
	expect(lines[1]).toBe("  image    docker.io/alice/web:1");
	expect(lines[2]).toMatch(/^✗ PersistentVolumeClaim data: /);
	expect(lines).toHaveLength(3);
});

it("reads the events about what is not ready, and none where all is", async () => {
	const { object, others } = load("statefulset/quota.progressing");
	const cluster = new FakeCluster(new FakeClock());
	cluster.live = () => [object];
	cluster.replies.events = () => JSON.stringify({ items: others });
	expect(await readStatus(cluster, "app")).toContain("exceeds the namespace's");
	expect(cluster.log).toEqual(["read state", "snapshot", "events"]);

	cluster.live = () => [pod];
	await readStatus(cluster, "app");
	expect(cluster.log.slice(3)).toEqual(["read state", "snapshot"]);
});

it("tells what others have changed since, as far as the account may know that", async () => {
	const cluster = new FakeCluster(new FakeClock());
	cluster.live = () => [pod];
	const record = encodeRecord(makeRecord({ outcome: "deployed" }));
	cluster.records.set(record.metadata.name, record);
	cluster.replies.diff = () => ({
		...error("exit status 1"),
		stdout: "--- /tmp/LIVE/v1.Pod.shop.web\n+++ /tmp/MERGED/v1.Pod.shop.web\n",
	});
	expect(await readStatus(cluster, "web")).toContain(
		"  drift    Pod web was changed since",
	);
	cluster.replies.diff = () => ({
		...error("exit status 1"),
		stdout:
			"--- /tmp/LIVE/v1.Pod.shop.web\n+++ /tmp/MERGED/v1.Pod.shop.web\n@@ -0,0 +1,2 @@\n+kind: Pod\n",
	});
	expect(await readStatus(cluster, "web")).toContain(
		"  drift    Pod web is gone",
	);

	const refusal =
		'Error from server (Forbidden): pods "web" is forbidden: User "reader" cannot patch resource "pods" in API group "" in the namespace "shop"';
	cluster.replies.diff = () => ({ ...error(refusal), code: 2 });
	expect(await readStatus(cluster, "web")).toContain(
		"  drift    cannot be known: the account lacks pods: patch",
	);

	cluster.replies.diff = () => ({ ...error("no room"), code: 2 });
	expect(await readStatus(cluster, "web")).toContain(
		"  drift    cannot be known: no room",
	);
});
