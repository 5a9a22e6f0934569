import { describe, expect, it } from "vitest";
import { OnFailure } from "../../../dagger/src/deploy/on-failure.js";
import {
	identify,
	type KubeObject,
	ref,
} from "../../../dagger/src/kubernetes/object.js";
import { error } from "../fake-cluster.js";
import {
	begin,
	deployment,
	holderOf,
	image,
	job,
	lastOf,
	migration,
	newer,
	older,
	overdue,
	putOnRecord,
	ready,
	recordsOf,
	starting,
} from "./app.js";

const beginning = [
	"render",
	"read state + find + nodes",
	"build",
	"push",
	"dry run + snapshot",
	"create lease",
];
const poll = "snapshot";
const evidence = "events";
/** The Deployment, ready with another image. */
const withImage = (image: string): KubeObject => ({
	...ready,
	spec: { template: { spec: { containers: [{ name: "web", image }] } } },
});
/** An object as the cluster has it if it is the app's; "others" is not. */
const own = (object: KubeObject): KubeObject => ({
	...object,
	metadata: {
		...object.metadata,
		labels: { "slipway/app": object.metadata.name === "others" ? "x" : "web" },
		managedFields: [{ manager: "slipway", operation: "Apply" }],
	},
});
/** A Job that runs with the workloads, not before them. */
const plainJob = {
	...migration,
	metadata: { ...migration.metadata, annotations: {} },
};

describe("a deploy", () => {
	it("goes from source to verdict in this order", async () => {
		const { cluster, log, lines, run } = begin();
		const shown = [starting, starting];
		cluster.live = () => [shown.shift() ?? ready];

		const text = await run();

		expect(log).toEqual([
			...beginning,
			"record",
			"apply + snapshot",
			poll,
			"record",
			"patch lease",
		]);
		expect(text).toMatch(/^✓ deployed: what was applied is ready/);
		expect(text).toContain(`image    ${image}`);
		expect(text).toMatch(/Deployment web +configured, 1 of 1 updated/);
		expect(lines.join("\n")).toMatch(
			/✓ preflight .*✓ build .*✓ push .*✓ dry-run .*✓ apply .*✓ rollout .*✓ deployed/s,
		);
		expect(recordsOf(cluster)).toEqual([`1 deployed ${newer.id}`]);
		expect(holderOf(cluster)).toBe("");
	});

	it("is on record as deploying before the first write to the cluster", async () => {
		const { cluster, run } = begin();
		let before: string[] = [];
		cluster.replies.apply = () => {
			before = recordsOf(cluster);
			return undefined;
		};
		putOnRecord(cluster);
		await run();
		expect(before).toEqual([
			`1 deployed ${older.id}`,
			`2 deploying ${newer.id}`,
		]);
		expect(recordsOf(cluster)).toEqual([
			`1 superseded ${older.id}`,
			`2 deployed ${newer.id}`,
		]);
	});

	it("after one that was killed says so of that one", async () => {
		const { cluster, run } = begin();
		putOnRecord(cluster, { outcome: "deploying", endedAt: undefined });
		await run();
		expect(recordsOf(cluster)).toEqual([
			`1 failed ${older.id}`,
			`2 deployed ${newer.id}`,
		]);
	});

	it("keeps the last ten releases", async () => {
		const { cluster, run } = begin();
		for (let count = 0; count < 10; count++)
			putOnRecord(cluster, { outcome: count < 9 ? "superseded" : "deployed" });
		let deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted = call;
			return "";
		};
		await run();
		expect(deleted).toEqual([
			...["delete", "secret", "slipway.web.v1", "--ignore-not-found"],
		]);
	});

	it("does nothing where there is nothing to do", async () => {
		const { cluster, log, run } = begin();
		cluster.replies["dry run"] = () =>
			"Secret dockerhub-secret uid-of-dockerhub-secret then\nDeployment.apps/v1 web uid-of-web then\n";
		putOnRecord(cluster, { commit: newer });

		expect(await run()).toMatch(/^✓ nothing to do/);
		expect(log).toEqual(beginning.slice(0, -1));
		expect(cluster.count("apply")).toBe(0);
	});

	/** A deploy of the commit that is live already, whose dry run finds nothing to change. */
	function beginAgain() {
		const begun = begin([deployment, plainJob]);
		const { cluster } = begun;
		cluster.replies["dry run"] = () =>
			[
				"Secret dockerhub-secret",
				"Deployment.apps/v1 web",
				"Job.batch/v1 migrate",
			]
				.map((name) => `${name} uid-of-${name.split(" ")[1]} then\n`)
				.join("");
		putOnRecord(cluster, { commit: newer, objects: [deployment, plainJob] });
		return begun;
	}

	it("does nothing for the commit that is live already", async () => {
		const { cluster, run } = beginAgain();
		expect(await run()).toMatch(/^✓ nothing to do/);
		expect(cluster.count("apply")).toBe(0);
	});

	it.each<[string, (begun: ReturnType<typeof begin>) => void]>([
		[
			"the commit is another",
			({ cluster }) => {
				cluster.records.clear();
				putOnRecord(cluster, { objects: [deployment, plainJob] });
			},
		],
		["nothing is on record", ({ cluster }) => cluster.records.clear()],
		[
			"the last run failed",
			({ cluster }) => {
				putOnRecord(cluster, { commit: newer, outcome: "failed" });
			},
		],
		[
			"the last release had an object more",
			({ cluster }) => {
				cluster.records.clear();
				const objects = [deployment, plainJob, ref("ConfigMap", "gone")];
				putOnRecord(cluster, { commit: newer, objects });
			},
		],
		[
			"an object would change",
			({ cluster }) => {
				delete cluster.replies["dry run"];
			},
		],
		[
			"the app is not ready",
			({ cluster }) => {
				cluster.live = () => [
					cluster.count("apply") > 0 ? ready : starting,
					job("Complete"),
				];
			},
		],
		[
			"an object has failed for good",
			({ cluster }) => {
				cluster.live = () => [
					ready,
					job(cluster.count("delete") > 0 ? "Complete" : "Failed"),
				];
			},
		],
		[
			"another deploy is at work",
			({ cluster }) => {
				cluster.holdBy("bob");
				cluster.replies["read lease"] = () => {
					cluster.holdBy("");
					return undefined;
				};
			},
		],
	])("is no deploy of nothing where %s", async (_, change) => {
		const begun = beginAgain();
		change(begun);
		await begun.run();
		expect(begun.cluster.count("apply")).toBe(1);
	});

	it("refuses an older commit that never ran, before anything is built, unless it is told to", async () => {
		const one = begin();
		putOnRecord(one.cluster, { commit: newer });
		expect(await one.fail({ commit: older })).toMatch(
			/^commit 0ld0000 .* is older than commit ffffff1 .*, which runs as release 1, and cannot be rolled back to: no release of it is on record; nothing was changed\n {2}next .* --allow-older$/,
		);
		expect(one.log).toEqual(["render", "read state + find + nodes"]);

		const other = begin();
		putOnRecord(other.cluster, { commit: newer });
		await other.run({ commit: older, allowOlder: true });
		expect(recordsOf(other.cluster)).toEqual([
			`1 superseded ${newer.id}`,
			`2 deployed ${older.id}`,
		]);
	});

	it("takes an older commit that ran well for a way back: from its record, and nothing is built", async () => {
		const { cluster, log, lines, run } = begin();
		const former = `docker.io/alice/web@sha256:${"0".repeat(64)}`;
		const tags = ["1.0"];
		putOnRecord(cluster, { outcome: "superseded", image: former, tags });
		putOnRecord(cluster, { commit: newer });
		cluster.live = () => [withImage(former)];

		expect(await run({ commit: older })).toContain(`image    ${former}`);

		expect(log).not.toContain("build");
		expect(log).not.toContain("push");
		expect(lines.join("\n")).toContain("going back to release 1");
		expect(recordsOf(cluster)).toEqual([
			`1 superseded ${older.id}`,
			`2 superseded ${newer.id}`,
			`3 deployed ${older.id}`,
		]);
		expect(lastOf(cluster).tags).toEqual(tags);
	});

	it("deletes what its manifests have no longer, once it is ready, if it is still the app's own", async () => {
		const { cluster, log, run } = begin();
		const former = ["gone", "others"].map((name) => ref("ConfigMap", name));
		putOnRecord(cluster, { objects: [deployment, ...former] });
		cluster.replies["find former"] = () =>
			JSON.stringify({ items: former.map(own) });
		let deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted = call;
			return "";
		};

		expect(await run()).toContain("object   ConfigMap gone deleted");

		expect(deleted).toContain("configmap/gone");
		expect(deleted).not.toContain("configmap/others");
		expect(log.indexOf("delete")).toBeGreaterThan(log.lastIndexOf(poll));
		expect(lastOf(cluster).changes).toEqual({
			"Secret dockerhub-secret": "configured",
			"Deployment web": "configured",
			"ConfigMap gone": "deleted",
		});
	});

	it("runs though what it has no longer cannot be deleted: that is tried again, and nothing else is the live release", async () => {
		const { cluster, run, fail } = begin();
		const gone = ref("ConfigMap", "gone");
		putOnRecord(cluster, { objects: [deployment, gone] });
		cluster.replies["find former"] = () => JSON.stringify(own(gone));
		cluster.replies.delete = () => error("Error from server: a finalizer");

		expect(await fail()).toMatch(
			/^the objects cannot be deleted.*now {6}release 2 runs; what its manifests have no longer is still there/s,
		);
		expect(recordsOf(cluster)).toEqual([
			`1 superseded ${older.id}`,
			`2 deployed ${newer.id}`,
		]);

		expect(lastOf(cluster).failure?.what).toMatch(
			/^the objects cannot be deleted/,
		);

		cluster.replies.delete = () => "";
		expect(await run()).toContain("object   ConfigMap gone deleted");
		expect(lastOf(cluster).leftovers).toBeUndefined();
		expect(lastOf(cluster).failure).toBeUndefined();
	});

	it("runs though that cannot be recorded, which is said", async () => {
		const { cluster, fail } = begin();
		let records = 0;
		cluster.replies.record = () =>
			++records > 1
				? error("Error from server: exceeded quota: small")
				: undefined;
		expect(await fail()).toMatch(
			/^the release cannot be recorded.*now {6}release 1 runs and is ready.*next {5}lower `resources`/s,
		);
		expect(cluster.count("apply")).toBe(1);
	});

	it("takes what the cluster knows no longer for deleted", async () => {
		const { cluster, run } = begin();
		const gone = ref("ConfigMap", "gone");
		const monitor = { ...ref("ServiceMonitor", "web"), apiVersion: "a.b/v1" };
		putOnRecord(cluster, { objects: [deployment, gone, monitor] });
		cluster.replies["find former"] = (call) =>
			call.some((word) => word.startsWith("servicemonitor"))
				? error(
						`error: the server doesn't have a resource type "servicemonitor"`,
					)
				: JSON.stringify(own(gone));
		cluster.replies.delete = () => "";
		expect(await run()).toContain("object   ConfigMap gone deleted");
	});

	it("makes the namespace only where that was asked for, and not before the image is pushed", async () => {
		const one = begin();
		one.cluster.found.delete("Namespace shop");
		expect(await one.fail()).toContain("namespace shop does not exist");
		expect(one.log).toEqual(["render", "read state + find + nodes"]);

		const other = begin();
		other.cluster.found.delete("Namespace shop");
		await other.run({ createNamespace: true });
		expect(other.log.indexOf("create namespace")).toBe(
			other.log.indexOf("push") + 1,
		);
	});

	it.each(["render", "build", "push"] as const)(
		"ends where %s fails, with its error",
		async (step) => {
			const { cluster, log, source, made, fail } = begin();
			Object.assign(step === "render" ? source : made, {
				[step]: () => Promise.reject(new Error(`no ${step}`)),
			});

			expect(await fail()).toBe(`no ${step}`);
			expect(log).toEqual(
				[...beginning.slice(0, 4)].slice(
					0,
					["render", "", "build", "push"].indexOf(step),
				),
			);
			expect(cluster.lease).toBeUndefined();
		},
	);

	it("takes no lock and applies nothing where the dry run is refused", async () => {
		const { cluster, fail } = begin();
		cluster.replies["dry run"] = () =>
			error('The Deployment "web" is invalid: spec.replicas: Invalid value');

		expect(await fail()).toContain("the cluster refused the objects");
		expect(cluster.lease).toBeUndefined();
		expect(cluster.count("apply")).toBe(0);
	});

	it("tries again what it tried before another deploy ended", async () => {
		const { cluster, log, run } = begin();
		cluster.holdBy("bob");
		cluster.replies["read lease"] = () => {
			if (cluster.count("read lease") === 2) cluster.holdBy("");
			return undefined;
		};
		await run();
		expect(log.slice(4, -4)).toEqual([
			"dry run + snapshot",
			"read lease",
			"read lease",
			"patch lease",
			"read state + find + nodes",
			"dry run + snapshot",
		]);
	});

	it("is refused if a newer commit was deployed while it waited", async () => {
		const { cluster, fail } = begin();
		cluster.holdBy("bob");
		cluster.replies["read lease"] = () => {
			cluster.holdBy("");
			putOnRecord(cluster, { commit: newer });
			return undefined;
		};
		expect(await fail({ commit: older })).toMatch(
			/^commit 0ld0000 .* is older than commit ffffff1/,
		);
		expect(cluster.count("apply")).toBe(0);
		expect(holderOf(cluster)).toBe("");
	});

	it("that was no way back when it began is none after it waited for a newer commit", async () => {
		const { cluster, log, fail } = begin();
		putOnRecord(cluster);
		cluster.holdBy("bob");
		cluster.replies["read lease"] = () => {
			cluster.holdBy("");
			cluster.records.clear();
			putOnRecord(cluster, { outcome: "superseded" });
			putOnRecord(cluster, { commit: newer });
			return undefined;
		};
		expect(await fail({ commit: older })).toBe(
			"release 2, of a newer commit, was deployed while this deploy waited for it: nothing was changed\n  next     to go back to release 1, run this again",
		);
		expect(log.join()).not.toMatch(/apply|record\b/);
	});

	it("releases the lock where the apply fails, and that is on record", async () => {
		const { cluster, fail } = begin();
		cluster.replies.apply = () => error("Error from server: etcd is away");

		expect(await fail()).toContain("the cluster refused the objects");
		expect(recordsOf(cluster)).toEqual([`1 failed ${newer.id}`]);
		expect(holderOf(cluster)).toBe("");
	});

	it("deletes what is to be recreated, and only then applies", async () => {
		const { cluster, log, run } = begin([deployment, plainJob]);
		cluster.replies["dry run"] = () =>
			error(
				'The Job "migrate" is invalid: spec.template: Invalid value: {}: field is immutable',
			);
		const deleted: string[] = [];
		cluster.replies.delete = (call) => {
			deleted.push(...call.slice(1, 2));
			return "";
		};

		await run();

		expect(deleted).toEqual(["job.batch/migrate"]);
		expect(log.findIndex((entry) => /delete/.test(entry))).toBeLessThan(
			log.findIndex((entry) => /\bapply\b/.test(entry)),
		);
	});

	it("deletes nothing else", async () => {
		const { cluster, run } = begin();
		await run();
		expect(cluster.count("delete")).toBe(0);
	});
});

describe("a deploy whose rollout fails", () => {
	const former = `docker.io/alice/web@sha256:${"0".repeat(64)}`;

	function beginFailing() {
		const begun = begin();
		const { cluster } = begun;
		putOnRecord(cluster, { image: former, objects: [withImage(former)] });
		const isBack = () => cluster.count("apply") > 1;
		cluster.live = () => {
			if (isBack()) return [withImage(former)];
			return [cluster.count("snapshot") > 2 ? overdue : starting];
		};
		const event = {
			kind: "Event",
			metadata: { name: "web.1" },
			involvedObject: { kind: "Deployment", name: "web" },
			type: "Warning",
			reason: "Overdue",
			message: "it takes too long, says s3cret",
			lastTimestamp: "2026-11-23T08:30:05Z",
		};
		cluster.replies.events = () => JSON.stringify({ items: [event] });
		return begun;
	}

	it("gathers the evidence, brings the release before back, and fails", async () => {
		const { cluster, log, lines, fail } = beginFailing();

		const message = await fail();

		expect(log.slice(-7)).toEqual([
			poll,
			evidence,
			"dry run + snapshot",
			"apply + snapshot",
			poll,
			"record",
			"patch lease",
		]);
		expect(message).toMatch(
			/^✗ deploy: Deployment web made no progress within its deadline/,
		);
		expect(message).toContain(`image    ${image}`);
		expect(message).toContain("event    Overdue: it takes too long");
		expect(message).toContain(`now      release 1 runs again: ${former}`);
		expect(message).toMatch(/next {5}find out why its Pods/);
		expect(lines.join("\n")).toMatch(/✗ rollout .*✓ rollback /s);
		expect(recordsOf(cluster)).toEqual([
			`1 deployed ${older.id}`,
			`2 rolled back ${newer.id}`,
		]);
		expect(holderOf(cluster)).toBe("");
	});

	it("brings the release before back where the apply fails after a delete", async () => {
		const { cluster, log, fail } = begin([deployment, plainJob]);
		putOnRecord(cluster, { image: former, objects: [withImage(former)] });
		cluster.live = () => [withImage(former)];
		cluster.replies["dry run"] = () =>
			cluster.count("delete") > 0
				? undefined
				: error(
						'The Job "migrate" is invalid: spec.template: Invalid value: {}: field is immutable',
					);
		cluster.replies.apply = () =>
			cluster.count("apply") > 1 ? undefined : error("Error from server: no");
		expect(await fail()).toContain(`now      release 1 runs again: ${former}`);
		expect(log.indexOf("delete")).toBeLessThan(log.indexOf("apply"));
		expect(recordsOf(cluster)[1]).toBe(`2 rolled back ${newer.id}`);
	});

	it("shows nothing secret while it waits", async () => {
		const { cluster, lines, world, fail } = beginFailing();
		world.mask = (text) => text.replaceAll("Deployment web:", "***");
		await fail({ onFailure: OnFailure.Keep });
		const shown = lines.filter((line) => line.startsWith("…"));
		expect(shown.length).toBeGreaterThan(0);
		expect(shown.join("\n")).not.toContain("Deployment web:");
		expect(cluster.count("apply")).toBe(1);
	});

	it("has its evidence on record, without what is secret", async () => {
		const { cluster, fail } = beginFailing();
		await fail();
		const { failure, wentBackTo, changes } = lastOf(cluster);
		expect(wentBackTo).toBe(1);
		expect(failure?.what).toContain("Deployment web made no progress");
		expect(failure?.evidence).toContainEqual({
			label: "event",
			text: "Overdue: it takes too long, says ***",
			at: "2026-11-23T08:30:05.000Z",
		});
		expect(changes).toMatchObject({ "Deployment web": "configured" });
	});

	it.each([
		["takes away what came with it", false, 1],
		["leaves what was there before it", true, 0],
	])("%s", async (_, wasThere, deletes) => {
		const { cluster, fail } = beginFailing();
		putOnRecord(cluster, { number: 1, objects: [] });
		if (!wasThere) cluster.found.delete("Deployment.apps web");
		cluster.replies["find former"] = () => JSON.stringify(own(ready));
		cluster.replies.apply = () => {
			cluster.found.add("Deployment.apps web");
			return undefined;
		};
		await fail();
		expect(cluster.count("delete")).toBe(deletes);
		expect(lastOf(cluster).changes).toMatchObject({
			"Deployment web": wasThere ? "configured" : "created",
		});
	});

	it("brings the release before back where what came since cannot be deleted", async () => {
		const { cluster, fail } = beginFailing();
		const kept = { ...ready, metadata: { ...ready.metadata, name: "gone" } };
		const leftovers = [kept];
		putOnRecord(cluster, {
			number: 1,
			image: former,
			objects: [withImage(former)],
			leftovers,
		});
		cluster.replies["find former"] = () => JSON.stringify(own(kept));
		cluster.replies.delete = () => error("Error from server: not today");
		const message = await fail();
		expect(message).toContain(`now      release 1 runs again: ${former}`);
		expect(message).toMatch(
			/now {6}the objects cannot be deleted; the next deploy tries again\n {2}message {2}.*not today/,
		);
		expect(recordsOf(cluster)[1]).toBe(`2 rolled back ${newer.id}`);
	});

	it("keeps what was applied where that was asked for", async () => {
		const { cluster, fail } = beginFailing();
		expect(await fail({ onFailure: OnFailure.Keep })).toContain(
			"now      what was applied is kept",
		);
		expect(cluster.count("apply")).toBe(1);
		expect(recordsOf(cluster)[1]).toBe(`2 failed ${newer.id}`);
	});

	it("keeps what was applied where no release ran well before", async () => {
		const { cluster, fail } = beginFailing();
		cluster.records.clear();
		expect(await fail()).toContain("now      what was applied is kept");
		expect(cluster.count("apply")).toBe(1);
	});

	it("tells both stories where going back fails too", async () => {
		const { cluster, lines, fail } = beginFailing();
		cluster.replies.apply = () =>
			cluster.count("apply") > 1
				? error("Error from server: exceeded quota: small")
				: undefined;
		const message = await fail();
		expect(message).toMatch(/^✗ deploy: Deployment web made no progress/);
		expect(message).toContain(
			"now      going back to release 1 failed: the cluster refused the objects",
		);
		expect(lastOf(cluster).failure?.evidence).toContainEqual({
			label: "message",
			text: "Error from server: exceeded quota: small",
		});
		expect(lines.join("\n")).toMatch(/✗ rollback/);
		expect(recordsOf(cluster)[1]).toBe(`2 failed ${newer.id}`);
		expect(holderOf(cluster)).toBe("");
	});

	it("tells what is not ready after that either", async () => {
		const { cluster, lines, fail } = beginFailing();
		const { live } = cluster;
		cluster.live = () => (cluster.count("apply") > 1 ? [starting] : live());
		expect(await fail()).toContain(
			"now      release 1 is applied again and not ready: Deployment web: 1 of 1 updated",
		);
		expect(lines.join("\n")).toMatch(/✗ rollback/);
	});

	it("fails when the time is over, too", async () => {
		const { cluster, clock, fail } = beginFailing();
		cluster.live = () => [
			cluster.count("apply") > 1 ? withImage(former) : starting,
		];
		const start = clock.now();
		expect(await fail({ timeout: 20 })).toContain(
			"Deployment web was not ready after 20 s",
		);
		expect(clock.now() - start).toBe(20);
	});
});

describe("a pre-deploy Job", () => {
	it("runs on what it needs, before the workloads change", async () => {
		const { cluster, log, lines, run } = begin([deployment, migration]);
		const jobs = [job(), job("Complete")];
		cluster.live = () => [ready, jobs.shift() ?? job("Complete")];
		let applied = "";
		cluster.replies.apply = (_, { files = {} }) => {
			applied = Object.values(files).join("");
			return undefined;
		};

		await run();

		// It may be gone by its own will, and would run again.
		expect(applied).toContain('"kind":"Deployment"');
		expect(applied).not.toContain('"kind":"Job"');
		const order = log.filter((entry) => /apply|^snapshot/.test(entry));
		expect(order).toEqual([
			"apply prerequisites + snapshot",
			poll,
			"apply + snapshot",
		]);
		expect(lines.join("\n")).toMatch(/✓ pre-deploy .*✓ apply /s);
	});

	it.each([
		["that has run, and is gone by its TTL, is done", {}, {}, 0],
		["that is another now runs", {}, { backoffLimit: 1 }, 1],
		["of a release that failed runs again", { outcome: "failed" }, {}, 1],
	] as const)("%s", async (_, record, spec, runs) => {
		const brief = { ...migration, spec: { ttlSecondsAfterFinished: 60 } };
		const now = { ...brief, spec: { ...brief.spec, ...spec } };
		const { cluster, run } = begin([deployment, now]);
		putOnRecord(cluster, { objects: [deployment, brief], ...record });
		cluster.found.delete(identify(migration));
		await run();
		expect(cluster.count("apply prerequisites")).toBe(runs);
		expect(lastOf(cluster).objects).toEqual([deployment, now]);
	});

	it("that was deleted by hand, and is not by itself, runs again", async () => {
		const objects = [deployment, migration];
		const { cluster, run } = begin(objects);
		putOnRecord(cluster, { objects });
		cluster.found.delete(identify(migration));
		await run();
		expect(cluster.count("apply prerequisites")).toBe(1);
	});

	it("stops the deploy where it fails: the release before comes back, its configuration too", async () => {
		const { cluster, fail } = begin([deployment, migration]);
		putOnRecord(cluster);
		cluster.live = () => [
			ready,
			cluster.count("apply prerequisites") > 0 ? job("Failed") : job(),
		];

		const message = await fail();

		expect(message).toMatch(
			/^✗ deploy: Job migrate BackoffLimitExceeded, 0 of 1 succeeded/,
		);
		expect(message).toContain("now      release 1 runs again");
		expect(message).toContain(
			"now      Job migrate has run, and nothing takes back what it did",
		);
		expect(cluster.count("apply")).toBe(1);
		expect(recordsOf(cluster)).toEqual([
			`1 deployed ${older.id}`,
			`2 rolled back ${newer.id}`,
		]);
	});

	it("that the run has made stays on the way back, and may still run", async () => {
		const { cluster, fail } = begin([deployment, migration]);
		putOnRecord(cluster);
		cluster.found.delete(identify(migration));
		cluster.live = () => [ready, { ...job(), status: { active: 1 } }];
		cluster.replies["find former"] = () => JSON.stringify(own(migration));
		expect(await fail({ timeout: 20 })).toContain("Job migrate may still run");
		expect(cluster.count("delete")).toBe(0);
	});

	it.each([
		["has run", { failed: 1 }, "Job migrate has run, and nothing takes back"],
		["still runs", { active: 1 }, "Job migrate may still run: kubectl delete job/migrate stops it"], // biome-ignore format: a row
		["never began", {}, ""],
	])("that %s is told so after the failure", async (_, status, words) => {
		const { cluster, fail } = begin([deployment, migration]);
		putOnRecord(cluster);
		cluster.live = () => [ready, { ...job(), status }];
		const message = await fail({ timeout: 20 });
		expect(message).toContain("now      release 1 runs again");
		expect(message.match(/now {6}Job.*/)?.[0] ?? "").toContain(words);
		expect(message.includes("now      Job")).toBe(words !== "");
	});

	it("is recreated alone, and first, where it failed before; the rest is not deleted twice", async () => {
		const { cluster, log, run } = begin([deployment, migration]);
		cluster.live = () => [
			ready,
			cluster.count("delete") > 0 ? job("Complete") : job("Failed"),
		];

		await run();

		expect(cluster.count("delete")).toBe(1);
		expect(log.findIndex((entry) => /delete/.test(entry))).toBeLessThan(
			log.findIndex((entry) => /apply prerequisites/.test(entry)),
		);
	});
});
