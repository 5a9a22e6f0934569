import { describe, expect, it } from "vitest";
import { withDeployLock } from "../../../dagger/src/cluster/lock.js";
import { OnFailure } from "../../../dagger/src/deploy/on-failure.js";
import { removeApp } from "../../../dagger/src/deploy/remove-app.js";
import {
	findFormer,
	rollBackTo,
} from "../../../dagger/src/deploy/roll-back.js";
import {
	deleteStuckPods,
	findStuckPods,
} from "../../../dagger/src/deploy/stuck-pods.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { error } from "../fake-cluster.js";
import {
	begin,
	deployment,
	holderOf,
	image,
	listRecords,
	migration,
	newer,
	older,
	putOnRecord,
	recordsOf,
} from "./app.js";

describe("a rollback", () => {
	it("deploys the release before from its record, as a release of its own", async () => {
		const { cluster, log, world, options } = begin();
		putOnRecord(cluster, { outcome: "superseded" });
		putOnRecord(cluster, { commit: newer });
		expect(await rollBackTo(world, options, "")).toMatch(
			/^✓ deployed: .*release {2}3/s,
		);
		expect(recordsOf(cluster)).toEqual([
			`1 superseded ${older.id}`,
			`2 superseded ${newer.id}`,
			`3 deployed ${older.id}`,
		]);
		expect(log).not.toContain("build");
		expect(holderOf(cluster)).toBe("");
	});

	it("goes to any release that ran well, by number or commit", async () => {
		for (const to of ["1", older.id]) {
			const { cluster, world, options } = begin();
			putOnRecord(cluster, { outcome: "superseded" });
			putOnRecord(cluster, { outcome: "superseded", commit: newer });
			putOnRecord(cluster, { commit: newer });
			await rollBackTo(world, options, to);
			expect(recordsOf(cluster).at(-1)).toBe(`4 deployed ${older.id}`);
		}
	});

	it("goes from a failed release that was kept to the one that ran before it", () => {
		const { cluster } = begin();
		const good = putOnRecord(cluster);
		const kept = putOnRecord(cluster, { outcome: "failed" });
		expect(findFormer([good, kept], "web")).toBe(good);
	});

	it("runs no Job again that ran before the deploy, keeps it, and has it on record", async () => {
		const { cluster, world, options } = begin([deployment, migration]);
		const objects = [deployment, migration];
		putOnRecord(cluster, { outcome: "superseded", objects });
		putOnRecord(cluster, { commit: newer, objects });
		let applied = "";
		cluster.replies.apply = (_, { files = {} }) => {
			applied = Object.values(files).join("");
			return undefined;
		};

		await rollBackTo(world, options, "");

		expect(applied).toContain('"name":"web"');
		expect(applied).not.toContain("migrate");
		expect(cluster.count("find former")).toBe(0);
		const recorded = listRecords(cluster).at(-1);
		expect(recorded?.objects).toEqual(objects);
		await rollBackTo(world, options, "3");
		expect(listRecords(cluster).at(-1)?.objects).toEqual(objects);
	});

	it("takes fields back that other field managers have changed", async () => {
		const { cluster, world, options } = begin();
		putOnRecord(cluster, { outcome: "superseded" });
		putOnRecord(cluster, { commit: newer });
		let flags: string[] = [];
		cluster.replies.apply = (call) => {
			flags = call;
			return undefined;
		};
		cluster.replies["dry run"] = (call) =>
			call.includes("--force-conflicts")
				? undefined
				: error(
						'error: Apply failed with 1 conflict: conflict with "helm" using apps/v1: .spec.template.spec.containers[name="web"].image',
					);
		await rollBackTo(world, options, "");
		expect(flags).toContain("--force-conflicts");
	});

	it("pulls by the Secret of the release that runs, too: its own may be gone since", async () => {
		const { cluster, world, options } = begin();
		const pullingBy = (...names: string[]): KubeObject => ({
			...deployment,
			spec: {
				template: {
					spec: {
						containers: [{ name: "web", image }],
						imagePullSecrets: names.map((name) => ({ name })),
					},
				},
			},
		});
		const before = [pullingBy("dockerhub-secret")];
		putOnRecord(cluster, { outcome: "superseded", objects: before });
		const now = [pullingBy("web-pull", "mirror")];
		putOnRecord(cluster, { commit: newer, objects: now });
		await rollBackTo(world, options, "");
		expect(listRecords(cluster).at(-1)?.objects).toEqual([
			pullingBy("dockerhub-secret", "web-pull", "mirror"),
		]);
	});

	it("is refused where nothing ran well before", async () => {
		const { cluster, world, options } = begin();
		await expect(rollBackTo(world, options, "")).rejects.toThrow(
			"there is no way back: no release of web is on record",
		);
		putOnRecord(cluster);
		await expect(rollBackTo(world, options, "")).rejects.toThrow(
			"there is no way back: before release 1 of web none is on record that ran well",
		);
		expect(cluster.lease).toBeUndefined();
	});
});

const keepAll = { deleteData: false, deleteNamespace: false };

describe("a removal", () => {
	it("deletes all that releases have made and is the app's, and forgets them", async () => {
		const { cluster, world, options } = begin();
		putOnRecord(cluster);
		const claim = {
			apiVersion: "v1",
			kind: "PersistentVolumeClaim",
			metadata: { name: "data" },
		};
		putOnRecord(cluster, { objects: [claim, deployment] });
		const own = (object: KubeObject) => ({
			...object,
			metadata: {
				...object.metadata,
				labels: { "slipway/app": "web" },
				managedFields: [{ manager: "slipway", operation: "Apply" }],
			},
		});
		cluster.replies["find former"] = () =>
			JSON.stringify({ items: [claim, deployment].map(own) });
		const deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted.push(call.slice(1).join(" "));
			return "";
		};
		expect(await removeApp(world, { ...options, ...keepAll })).toBe(
			"✓ web is removed from namespace shop\n  object   Deployment web deleted\n  object   PersistentVolumeClaim data kept: it holds data",
		);
		expect(deleted.map((call) => call.split(" --")[0])).toEqual([
			"deployment.apps/web",
			"secret slipway.web.v1 slipway.web.v2",
			"secret",
			"lease.coordination.k8s.io/slipway-web",
		]);
		expect(deleted[2]).toBe("secret --selector=slipway/app=web,slipway/env");
		await removeApp(world, { ...options, ...keepAll, deleteData: true });
		expect(deleted.join()).toContain("persistentvolumeclaim/data");
	});

	it("deletes no data that is to be kept, or that is another's, even where data is to go", async () => {
		const { cluster, world, options } = begin();
		const claim = (name: string, app: string, keep: string): KubeObject => ({
			apiVersion: "v1",
			kind: "PersistentVolumeClaim",
			metadata: {
				name,
				labels: { "slipway/app": app },
				annotations: { "slipway/keep": keep },
				managedFields: [{ manager: "slipway", operation: "Apply" }],
			},
		});
		const claims = [
			claim("own", "web", "false"),
			claim("kept", "web", "true"),
			claim("theirs", "shop", "false"),
		];
		putOnRecord(cluster, { objects: claims });
		cluster.replies["find former"] = () => JSON.stringify({ items: claims });
		const all = { ...options, ...keepAll, deleteData: true };
		expect(await removeApp(world, all)).toBe(
			[
				"✓ web is removed from namespace shop",
				"  object   PersistentVolumeClaim own deleted",
				'  object   PersistentVolumeClaim kept kept: it is annotated slipway/keep: "true"',
				"  object   PersistentVolumeClaim theirs kept: it does not have the label slipway/app=web",
			].join("\n"),
		);
	});

	it("deletes data that an earlier removal has kept, and that is on no record", async () => {
		const { cluster, world, options } = begin();
		const claim = (name: string, keep: string): KubeObject => ({
			apiVersion: "v1",
			kind: "PersistentVolumeClaim",
			metadata: {
				name,
				labels: { "slipway/app": "web" },
				annotations: { "slipway/keep": keep },
				managedFields: [{ manager: "slipway", operation: "Apply" }],
			},
		});
		const items = [claim("data", "false"), claim("kept", "true")];
		cluster.replies["own claims"] = () => JSON.stringify({ items });
		const none = { ...options, ...keepAll };
		expect(await removeApp(world, none)).not.toContain("data");
		const all = { ...none, deleteData: true };
		expect(await removeApp(world, all)).toBe(
			"✓ web is removed from namespace shop\n  object   PersistentVolumeClaim data deleted",
		);
		cluster.replies["own claims"] = () =>
			error(
				'Error from server (Forbidden): persistentvolumeclaims is forbidden: User "ci" cannot list resource "persistentvolumeclaims" in API group "" in the namespace "shop"',
			);
		expect(await removeApp(world, all)).toMatch(/^✓ nothing to do/);
	});

	it("deletes with the data what a StatefulSet has claimed", async () => {
		const { cluster, world, options } = begin();
		const set: KubeObject = {
			apiVersion: "apps/v1",
			kind: "StatefulSet",
			metadata: {
				name: "db",
				labels: { "slipway/app": "web" },
				managedFields: [{ manager: "slipway", operation: "Apply" }],
			},
			spec: {
				selector: { matchLabels: { run: "db" } },
				volumeClaimTemplates: [{ metadata: { name: "data" } }],
			},
		};
		putOnRecord(cluster, { objects: [set] });
		cluster.replies["find former"] = () => JSON.stringify(set);
		let asked: string[] = [];
		cluster.replies.claims = (call) => {
			asked = call;
			const names = ["data-db-0", "data-db-1", "data-db-backup-0", "own"];
			const items = names.map((name) => ({
				metadata: {
					name,
					annotations: { "slipway/keep": `${name === "data-db-1"}` },
				},
			}));
			return JSON.stringify({ items });
		};
		const all = { ...options, ...keepAll };
		expect(await removeApp(world, all)).not.toContain("data-db");
		const text = await removeApp(world, { ...all, deleteData: true });
		expect(asked).toContain("--selector=run=db");
		expect(text.split("\n").slice(1)).toEqual([
			"  object   StatefulSet db deleted",
			"  object   PersistentVolumeClaim data-db-0 deleted",
		]);
	});

	it("leaves what a failed release only took over", async () => {
		const { cluster, world, options } = begin();
		const objects = [deployment];
		putOnRecord(cluster, { objects, created: [], outcome: "failed" });
		await removeApp(world, { ...options, ...keepAll });
		expect(cluster.count("find former")).toBe(0);
	});

	it("deletes the lock while it has it", async () => {
		const { cluster, world, options } = begin();
		await removeApp(world, { ...options, ...keepAll });
		expect(cluster.log.slice(-2)).toEqual(["delete", "patch lease"]);
	});

	it("tells of a lock that the account may not delete", async () => {
		const { cluster, world, options } = begin();
		cluster.replies.delete = ([, what = ""]) =>
			what.startsWith("lease")
				? error(
						'Error from server (Forbidden): leases.coordination.k8s.io "slipway-web" is forbidden: User "ci" cannot delete resource "leases" in API group "coordination.k8s.io" in the namespace "shop"',
					)
				: "";
		expect(await removeApp(world, { ...options, ...keepAll })).toContain(
			"Lease slipway-web kept: the account lacks leases.coordination.k8s.io: delete",
		);
	});

	it("of what is gone is fine", async () => {
		const { world, options } = begin();
		expect(await removeApp(world, { ...options, ...keepAll })).toMatch(
			/^✓ nothing to do/,
		);
	});
});

describe("a removal with the namespace", () => {
	const removal = { ...keepAll, deleteNamespace: true };
	const own = { metadata: { labels: { "slipway/app": "web" } } };
	const nothing = "ServiceAccount default \nConfigMap kube-root-ca.crt \n";

	it.each([
		["deletes it", own, nothing, "deleted"],
		[
			"does not wait for what goes already",
			own,
			`${nothing}Pod web-1 2026-11-23T13:02:11Z\n`,
			"deleted",
		],
		[
			"keeps one that others made",
			{ metadata: {} },
			nothing,
			"kept: no deploy of web has made it",
		],
		[
			"keeps one that another app made",
			{ metadata: { labels: { "slipway/app": "shop" } } },
			nothing,
			"kept: no deploy of web has made it",
		],
		[
			"keeps one that others use",
			own,
			`${nothing}Secret theirs \nPod theirs \n`,
			"kept: it still has Secret theirs, Pod theirs",
		],
	])("%s", async (_, namespace, left, end) => {
		const { cluster, world, options } = begin();
		cluster.replies["read namespace"] = () => JSON.stringify(namespace);
		cluster.replies["list all"] = () => left;
		cluster.replies.kinds = () =>
			"pods\ngadgets.a.b\nleases.coordination.k8s.io\n";
		const deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted.push(call.slice(1, 3).join(" "));
			return "";
		};
		const text = await removeApp(world, { ...options, ...removal });
		expect(text.split("\n").at(-1)).toBe(`  object   Namespace shop ${end}`);
		expect(deleted.includes("namespace shop")).toBe(end === "deleted");
	});

	it.each([
		["has", "Gadget theirs  \n", "kept: it still has Gadget theirs"],
		["made of something else has", "Gadget theirs  uid-of-web\n", "deleted"],
		[
			"has, where the account may list some of them",
			{
				...error(
					'Error from server (Forbidden): widgets.a.b is forbidden: User "ci" cannot list resource "widgets" in API group "a.b" in the namespace "shop"',
				),
				stdout: "Gadget theirs  \n",
			},
			"kept: it still has Gadget theirs",
		],
		[
			"may have, where the account may not list them",
			error(
				'Error from server (Forbidden): gadgets.a.b is forbidden: User "ci" cannot list resource "gadgets" in API group "a.b" in the namespace "shop"',
			),
			"deleted",
		],
	])("looks for custom resources that it %s", async (_, custom, end) => {
		const { cluster, world, options } = begin();
		cluster.replies["read namespace"] = () => JSON.stringify(own);
		cluster.replies["list all"] = () => nothing;
		cluster.replies.kinds = () =>
			"pods\ngadgets.a.b\nleases.coordination.k8s.io\n";
		const asked: string[] = [];
		cluster.replies["list custom"] = ([, kind = ""]) => {
			asked.push(kind);
			return custom;
		};
		const text = await removeApp(world, { ...options, ...removal });
		expect(text.split("\n").at(-1)).toBe(`  object   Namespace shop ${end}`);
		expect(asked).toEqual(["gadgets.a.b"]);
	});

	it("keeps one with what the removal has kept, of whatever kind", async () => {
		const { cluster, world, options } = begin();
		const gadget: KubeObject = {
			apiVersion: "a.b/v1",
			kind: "Gadget",
			metadata: { name: "g", annotations: { "slipway/keep": "true" } },
		};
		putOnRecord(cluster, { objects: [gadget] });
		cluster.replies["read namespace"] = () => JSON.stringify(own);
		cluster.replies["list all"] = () => nothing;
		cluster.replies["find former"] = () => JSON.stringify(gadget);
		const deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted.push(call.slice(1, 3).join(" "));
			return "";
		};
		const text = await removeApp(world, { ...options, ...removal });
		expect(text.split("\n").at(-1)).toBe(
			"  object   Namespace shop kept: it still has Gadget g",
		);
		expect(deleted).not.toContain("namespace shop");
	});

	it("of what is gone is fine, and makes no lock in it", async () => {
		const { cluster, world, options } = begin();
		cluster.replies["read namespace"] = () => "";
		expect(await removeApp(world, { ...options, ...removal })).toBe(
			"✓ nothing to do: there is no namespace shop",
		);
		expect(cluster.log).toEqual(["read namespace"]);
	});
});

describe("the Pods that a StatefulSet waits for", () => {
	const set: KubeObject = {
		apiVersion: "apps/v1",
		kind: "StatefulSet",
		metadata: { name: "db", uid: "1" },
		spec: {},
		status: { updateRevision: "new" },
	};
	const pod = (name: string, revision: string, ready: string): KubeObject => ({
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			name,
			labels: { "controller-revision-hash": revision },
			ownerReferences: [
				{ apiVersion: "apps/v1", kind: "StatefulSet", name: "db", uid: "1" },
			],
		},
		status: { conditions: [{ type: "Ready", status: ready }] },
	});

	it("are those of another revision that are not ready", () => {
		const stuck = pod("db-1", "old", "False");
		const others = [pod("db-0", "old", "True"), pod("db-2", "new", "False")];
		expect(findStuckPods([set], [set, stuck, ...others])).toEqual([stuck]);
	});

	it("are known once the controller has seen what was applied", async () => {
		const { cluster, clock, world, options } = begin();
		const stuck = pod("db-0", "old", "False");
		const seenAt = clock.now() + 5;
		cluster.live = () => {
			const isSeen = clock.now() >= seenAt;
			const status = {
				observedGeneration: isSeen ? 2 : 1,
				updateRevision: isSeen ? "new" : "old",
			};
			const metadata = { ...set.metadata, generation: 2 };
			return [{ ...set, metadata, status }, stuck];
		};
		let deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted = call;
			return "";
		};
		await withDeployLock(world, options, { since: clock.now() }, (lock) =>
			deleteStuckPods(lock, clock, [set]),
		);
		expect(deleted).toContain("pod/db-0");
		expect(clock.now()).toBe(seenAt);
	});

	it.each([
		["are deleted by the deploy after one that was kept, too", "failed", 1],
		["stay where a release runs well", "deployed", 0],
	] as const)("%s", async (_, outcome, deletes) => {
		const { cluster, run } = begin([set]);
		putOnRecord(cluster, { outcome, objects: [set] });
		let isDeleted = false;
		cluster.live = () => [
			set,
			...(isDeleted ? [] : [pod("db-0", "old", "False")]),
		];
		cluster.replies.delete = () => {
			isDeleted = true;
			return "";
		};
		await run({ onFailure: OnFailure.Keep, timeout: 5 }).catch(() => {});
		expect(cluster.count("delete")).toBe(deletes);
	});
});
