import { describe, expect, it } from "vitest";
import type { DeployLock } from "../../../dagger/src/cluster/deploy-lock.js";
import {
	leaseSeconds,
	renewalSeconds,
} from "../../../dagger/src/cluster/lease.js";
import {
	type LockRequest,
	withDeployLock,
} from "../../../dagger/src/cluster/lock.js";
import {
	type Heartbeat,
	timeOfCall,
} from "../../../dagger/src/kubectl/script.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";

function begin() {
	const clock = new FakeClock();
	const cluster = new FakeCluster(clock);
	const lines: string[] = [];
	const world = {
		cluster,
		clock,
		print: (line: string) => lines.push(line),
		mask: String,
	};
	const claim: LockRequest = {
		app: "web",
		by: "alice",
		timeout: 60,
	};
	const seen = () => ({ lease: cluster.lease, since: clock.now() });
	const lock = <Result>(
		work: (lock: DeployLock) => Promise<Result>,
		changed: Partial<LockRequest> = {},
	) => withDeployLock(world, { ...claim, ...changed }, seen(), work);
	return {
		clock,
		cluster,
		lines,
		lock,
		holder: () => cluster.lease?.spec.holderIdentity,
	};
}

const poll = [["get", "events"]];

describe("the deploy lock", () => {
	it("is a Lease with the holder's name, released at the end, even of a failure", async () => {
		const { lock, holder } = begin();
		await lock(async () => expect(holder()).toMatch(/^alice \(run \w{6}\)$/));
		expect(holder()).toBe("");
		const failing = lock(async () => {
			throw new Error("no");
		});
		await expect(failing).rejects.toThrow("no");
		expect(holder()).toBe("");
	});

	it("that cannot be released runs out by itself: the work is done all the same", async () => {
		const { cluster, lock } = begin();
		const work = lock(async () => {
			cluster.replies["patch lease"] = () => error("the server is away");
			return "done";
		});
		expect(await work).toBe("done");
	});

	it("lets one of two deployers work at a time", async () => {
		const { clock, lock, lines } = begin();
		const told: string[] = [];
		const work = (name: string) => async (held: DeployLock) => {
			told.push(`${name} begins`);
			for (let second = 0; second < 20; second++) {
				await clock.sleep(1);
				await held.run(poll);
			}
			told.push(`${name} ends`);
		};
		await Promise.all([
			lock(work("one"), { by: "one" }),
			lock(work("two"), { by: "two", timeout: 300 }),
		]);
		expect(told).toEqual(["one begins", "one ends", "two begins", "two ends"]);
		expect(lines).toEqual([
			expect.stringMatching(
				/^ {2}waits for the deploy of one \(run \w+\), since 2026/,
			),
		]);
	});

	it("tells its holder whether others may have written before", async () => {
		const { cluster, clock, lock } = begin();
		await lock(async ({ waited }) => expect(waited).toBe(false));
		cluster.holdBy("bob");
		const until = clock.now() + 4;
		cluster.replies["read lease"] = () => {
			if (clock.now() >= until) cluster.holdBy("");
			return undefined;
		};
		await lock(async ({ waited }) => expect(waited).toBe(true));
	});

	it("is not waited for longer than the timeout, and nothing is changed", async () => {
		const { cluster, clock, lock } = begin();
		cluster.holdBy("bob (run 000000)");
		const renew = () => {
			cluster.holdBy("bob (run 000000)");
			return undefined;
		};
		cluster.replies["read lease"] = renew;
		const start = clock.now();
		await expect(lock(async () => "never")).rejects.toThrow(
			/^another deploy of web runs in namespace shop: bob \(run 000000\), since .*; nothing was changed/,
		);
		expect(clock.now() - start).toBe(60);
	});

	it("of one that was killed is taken over when it has run out", async () => {
		const { cluster, clock, lock, holder } = begin();
		cluster.holdBy("bob, killed");
		const start = clock.now();
		await lock(async () => expect(holder()).toMatch(/^alice/));
		expect(clock.now() - start).toBeGreaterThanOrEqual(leaseSeconds);
		expect(clock.now() - start).toBeLessThan(leaseSeconds + 5);
	});

	it("stays with one that could not renew it, as long again as the cluster was away", async () => {
		const { cluster, clock, lock } = begin();
		cluster.holdBy("bob");
		let outage = leaseSeconds + 10;
		cluster.replies["read lease"] = () => {
			clock.sleep(outage);
			outage = 0;
			return undefined;
		};
		const start = clock.now();
		await lock(async () => {}, { timeout: 100 });
		expect(clock.now() - start).toBeGreaterThanOrEqual(2 * leaseSeconds + 10);
	});

	it("goes to one only of two that are as quick as each other", async () => {
		const { cluster, lock } = begin();
		let first = true;
		cluster.replies["create lease"] = () => {
			if (first) cluster.holdBy("quicker");
			first = false;
			return undefined;
		};
		await lock(async (held) => expect(held.waited).toBe(true), {
			timeout: 100,
		});
	});

	it("that may not be written is told as such", async () => {
		const { cluster, lock } = begin();
		cluster.replies["create lease"] = () =>
			error(
				'Error from server (Forbidden): leases.coordination.k8s.io is forbidden: User "ci" cannot create resource "leases" in API group "coordination.k8s.io"',
			);
		await expect(lock(async () => "never")).rejects.toThrow(
			/^the Lease that names who deploys cannot be written: the kubeconfig's account lacks a permission/,
		);
	});
});

describe("a held lock", () => {
	it("is renewed with the next conversation when it is time, and not before", async () => {
		const { cluster, clock, lock } = begin();
		await lock(async (held) => {
			const before = cluster.log.length;
			await held.run(poll);
			await clock.sleep(renewalSeconds - 1);
			await held.run(poll);
			await clock.sleep(1);
			expect(await held.run(poll)).toHaveLength(1);
			await held.run(poll);
			expect(cluster.log.slice(before)).toEqual([
				"events",
				"events",
				"patch lease + events",
				"events",
			]);
			expect(Date.parse(cluster.lease?.spec.renewTime ?? "") / 1000).toBe(
				clock.now(),
			);
		});
	});

	it("is renewed beside a conversation that takes long, for its holder only", async () => {
		const { cluster, lock } = begin();
		await lock(async (held) => {
			let heartbeat: Heartbeat | undefined;
			cluster.replies.events = (_, options) => {
				heartbeat = options.heartbeat;
				return undefined;
			};
			await held.run(poll);
			expect(heartbeat?.seconds).toBe(renewalSeconds);
			const patch = heartbeat?.call.at(-1)?.replace("--patch=", "") ?? "";
			expect(heartbeat?.call.slice(0, 3)).toEqual([
				"patch",
				"lease.coordination.k8s.io",
				"slipway-web",
			]);
			expect(JSON.parse(patch)).toEqual([
				{
					op: "test",
					path: "/spec/holderIdentity",
					value: cluster.lease?.spec.holderIdentity,
				},
				{ op: "replace", path: "/spec/renewTime", value: timeOfCall },
			]);
		});
	});

	it("is released, and renewed, though it was renewed beside a conversation", async () => {
		const { cluster, clock, lock, holder } = begin();
		await lock(async (held) => {
			cluster.holdBy(holder() ?? "");
			await clock.sleep(leaseSeconds);
			expect(await held.run(poll)).toHaveLength(1);
			cluster.holdBy(holder() ?? "");
		});
		expect(holder()).toBe("");
	});

	it("is not released where it is another's", async () => {
		const { cluster, lock, holder } = begin();
		await lock(async () => cluster.holdBy("bob"));
		expect(holder()).toBe("bob");
	});

	it("that is lost ends the work: another deploy has begun", async () => {
		const { cluster, clock, lock } = begin();
		const work = lock(async (held) => {
			cluster.holdBy("bob");
			await clock.sleep(renewalSeconds);
			await held.run([["apply"]]);
		});
		await expect(work).rejects.toThrow(
			/^another deploy has taken over, because this one did not renew its lock in time/,
		);
		expect(cluster.count("apply")).toBe(0);
		expect(cluster.lease?.spec.holderIdentity).toBe("bob");
	});

	it("is still ours where only the answer to a renewal, or to its acquisition, was lost", async () => {
		const { cluster, clock, lock } = begin();
		const lose = (request: "patch lease" | "create lease") => {
			cluster.replies[request] = (call, options) => {
				delete cluster.replies[request];
				cluster.run([call], options);
				return request === "patch lease"
					? error(
							'Operation cannot be fulfilled (Conflict): leases "slipway-web"',
						)
					: error('(AlreadyExists): leases "slipway-web" already exists');
			};
		};
		lose("create lease");
		await lock(async (held) => {
			await clock.sleep(renewalSeconds);
			lose("patch lease");
			expect(await held.run(poll)).toHaveLength(1);
			expect(cluster.lease?.spec.holderIdentity).toMatch(/^alice/);
		});
	});

	it("survives a renewal that fails once, and renews again the next time", async () => {
		const { cluster, clock, lock } = begin();
		await lock(async (held) => {
			await clock.sleep(renewalSeconds);
			let failures = 1;
			cluster.replies["patch lease"] = () =>
				failures-- > 0 ? error("etcdserver: leader changed") : undefined;
			const before = cluster.log.length;
			expect(await held.run(poll)).toHaveLength(1);
			expect(await held.run(poll)).toHaveLength(1);
			await held.run(poll);
			expect(cluster.log.slice(before)).toEqual([
				"patch lease",
				"events",
				"patch lease + events",
				"events",
			]);
		});
	});

	it("makes no call twice where they ran side by side with a renewal that failed", async () => {
		const { cluster, clock, lock } = begin();
		await lock(async (held) => {
			await clock.sleep(renewalSeconds);
			cluster.replies["patch lease"] = () =>
				error("etcdserver: leader changed");
			const before = cluster.log.length;
			expect(await held.run(poll, { parallel: true })).toHaveLength(1);
			expect(cluster.log.slice(before)).toEqual(["patch lease + events"]);
		});
	});

	it("ends the work when it has run out and cannot be renewed", async () => {
		const { cluster, clock, lock } = begin();
		const work = lock(async (held) => {
			cluster.replies["patch lease"] = () =>
				error("etcdserver: leader changed");
			await clock.sleep(leaseSeconds);
			await held.run([["apply"]]);
		});
		await expect(work).rejects.toThrow(
			/^the Lease that names who deploys cannot be written/,
		);
		expect(cluster.count("apply")).toBe(0);
	});
});
