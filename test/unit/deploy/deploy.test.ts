import { describe, expect, it } from "vitest";
import { OnFailure } from "../../../dagger/src/deploy/on-failure.js";
import { error } from "../fake-cluster.js";
import {
	begin,
	deployment,
	image,
	job,
	leaseOf,
	migration,
	newer,
	older,
	overdue,
	ready,
	starting,
} from "./app.js";

const beginning = [
	"render",
	"read lease + find",
	"build",
	"push",
	"dry run + snapshot",
	"create lease",
];
const poll = "snapshot + events";
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
			"patch lease + apply + snapshot",
			poll,
			"patch lease",
		]);
		expect(text).toMatch(/^✓ deployed: what was applied is ready/);
		expect(text).toContain(`image    ${image}`);
		expect(text).toMatch(/Deployment web +configured, 1 of 1 updated/);
		expect(lines.join("\n")).toMatch(
			/✓ preflight .*✓ build .*✓ push .*✓ dry-run .*✓ apply .*✓ rollout .*✓ deployed/s,
		);
		expect(leaseOf(cluster)).toEqual({ commit: newer.id, holder: "" });
	});

	it("does nothing where there is nothing to do", async () => {
		const { cluster, log, run } = begin();
		cluster.replies["dry run"] = () =>
			"Secret dockerhub-secret uid-of-dockerhub-secret then\nDeployment web uid-of-web then\n";
		cluster.holdBy("", newer);

		expect(await run()).toMatch(/^✓ nothing to do/);
		expect(log).toEqual(beginning.slice(0, -1));
		expect(cluster.count("apply")).toBe(0);
	});

	/** A deploy of the commit that is live already, whose dry run finds nothing to change. */
	function beginAgain() {
		const begun = begin([deployment, plainJob]);
		const { cluster } = begun;
		cluster.replies["dry run"] = () =>
			["Secret dockerhub-secret", "Deployment web", "Job migrate"]
				.map((name) => `${name} uid-of-${name.split(" ")[1]} then\n`)
				.join("");
		cluster.holdBy("", newer);
		return begun;
	}

	it("does nothing for the commit that is live already", async () => {
		const { cluster, run } = beginAgain();
		expect(await run()).toMatch(/^✓ nothing to do/);
		expect(cluster.count("apply")).toBe(0);
	});

	it.each<[string, (begun: ReturnType<typeof begin>) => void]>([
		["the commit is another", ({ cluster }) => cluster.holdBy("", older)],
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
				cluster.holdBy("bob", newer);
				cluster.replies["read lease"] = () => {
					if (cluster.count("read lease") === 2) cluster.holdBy("", newer);
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

	it("refuses an older commit before anything is built, unless it is told to", async () => {
		const one = begin();
		one.cluster.holdBy("", newer);
		expect(await one.fail({ commit: older })).toMatch(
			/^commit 0ld0000 .* is older than commit ffffff1 .*: nothing was changed; .* --allow-older$/,
		);
		expect(one.log).toEqual(["render", "read lease + find"]);

		const other = begin();
		other.cluster.holdBy("", newer);
		await other.run({ commit: older, allowOlder: true });
		expect(leaseOf(other.cluster).commit).toBe(older.id);
	});

	it("makes the namespace only where that was asked for, and not before the image is pushed", async () => {
		const one = begin();
		one.cluster.found.delete("Namespace shop");
		expect(await one.fail()).toContain("namespace shop does not exist");
		expect(one.log).toEqual(["render", "read lease + find"]);

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
			const { cluster, log, source, fail } = begin();
			Object.assign(source, {
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
		cluster.holdBy("bob", older);
		cluster.replies["read lease"] = () => {
			if (cluster.count("read lease") === 3) cluster.holdBy("", older);
			return undefined;
		};
		await run();
		expect(log.slice(4, -2)).toEqual([
			"dry run + snapshot",
			"read lease",
			"read lease",
			"patch lease",
			"read lease + find",
			"dry run + snapshot",
		]);
	});

	it("releases the lock where the apply fails, and names the former commit", async () => {
		const { cluster, fail } = begin();
		cluster.holdBy("", older);
		cluster.replies.apply = () => error("Error from server: etcd is away");

		expect(await fail()).toContain("the cluster refused the objects");
		expect(leaseOf(cluster)).toEqual({ commit: older.id, holder: "" });
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
	function beginFailing() {
		const begun = begin();
		const { cluster } = begun;
		cluster.holdBy("", older);
		cluster.live = () => {
			if (cluster.count("undo") > 0) return [ready];
			return [cluster.count("events") > 0 ? overdue : starting];
		};
		const event = {
			kind: "Event",
			metadata: { name: "web.1" },
			involvedObject: { kind: "Deployment", name: "web" },
			type: "Warning",
			reason: "Overdue",
			message: "it takes too long",
		};
		cluster.replies.events = () => JSON.stringify({ items: [event] });
		return begun;
	}

	it("gathers the evidence, rolls back, restores the commit, and fails", async () => {
		const { cluster, log, lines, fail } = beginFailing();

		const message = await fail();

		expect(log.slice(-5)).toEqual([
			poll,
			poll,
			"patch lease + undo",
			poll,
			"patch lease",
		]);
		expect(message).toMatch(
			/^✗ deploy: Deployment web made no progress within its deadline/,
		);
		expect(message).toContain(`image    ${image}`);
		expect(message).toContain("event    Overdue: it takes too long");
		expect(message).toContain(`now      Deployment web runs ${image}: 1 of 1`);
		expect(message).toMatch(/next {5}find out why its Pods/);
		expect(lines.join("\n")).toMatch(/✗ rollout .*✓ rollback /s);
		expect(leaseOf(cluster)).toEqual({ commit: older.id, holder: "" });
	});

	it("keeps what was applied where that was asked for", async () => {
		const { cluster, fail } = beginFailing();
		expect(await fail({ onFailure: OnFailure.Keep })).toContain(
			"now      what was applied is kept",
		);
		expect(cluster.count("undo")).toBe(0);
		expect(leaseOf(cluster).commit).toBe(newer.id);
	});

	it("keeps what is new, for it has no revision before", async () => {
		const { cluster, fail } = beginFailing();
		cluster.found.delete("Deployment web");
		expect(await fail()).toContain("now      what was applied is kept");
		expect(cluster.count("undo")).toBe(0);
	});

	it("tells both stories where the rollback fails too", async () => {
		const { cluster, lines, fail } = beginFailing();
		cluster.replies.undo = () => error("error: no rollout history found");
		const message = await fail();
		expect(message).toMatch(/^✗ deploy: Deployment web made no progress/);
		expect(message).toContain("now      there is no way back");
		expect(message).toContain("no rollout history found");
		expect(lines.join("\n")).toMatch(/✗ rollback/);
		expect(leaseOf(cluster).holder).toBe("");
	});

	it("tells what is not ready after the rollback either", async () => {
		const { cluster, lines, fail } = beginFailing();
		cluster.live = () => [overdue];
		expect(await fail()).toContain(
			`now      Deployment web runs ${image}: failed, made no progress`,
		);
		expect(lines.join("\n")).toMatch(/✗ rollback/);
	});

	it("fails when the time is over, too", async () => {
		const { cluster, clock, fail } = beginFailing();
		cluster.live = () => [cluster.count("undo") > 0 ? ready : starting];
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

		await run();

		const order = log.filter((entry) => /apply|snapshot \+ events/.test(entry));
		expect(order).toEqual([
			"patch lease + apply prerequisites + snapshot",
			poll,
			"apply + snapshot",
		]);
		expect(lines.join("\n")).toMatch(/✓ pre-deploy .*✓ apply /s);
	});

	it("stops the deploy where it fails, with its evidence, and the commit stays the former", async () => {
		const { cluster, fail } = begin([deployment, migration]);
		cluster.holdBy("", older);
		cluster.live = () => [
			ready,
			cluster.count("apply prerequisites") > 0 ? job("Failed") : job(),
		];

		const message = await fail();

		expect(message).toMatch(
			/^✗ deploy: Job migrate BackoffLimitExceeded, 0 of 1 succeeded/,
		);
		expect(message).toContain("now      the workloads were not changed");
		expect(cluster.count("apply")).toBe(0);
		expect(cluster.count("undo")).toBe(0);
		expect(leaseOf(cluster)).toEqual({ commit: older.id, holder: "" });
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
