import { describe, expect, it } from "vitest";
import {
	applyDefinitions,
	applyRelease,
	deleteObjects,
} from "../../../dagger/src/cluster/apply.js";
import { ref } from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";
import { releaseOf } from "../release.js";

const pod = ref("Pod", "web");
const release = releaseOf([pod]);

function begin() {
	const clock = new FakeClock();
	const cluster = new FakeCluster(clock);
	const lines: string[] = [];
	const print = (line: string) => lines.push(line);
	return { clock, cluster, lines, world: { clock, cluster, print } };
}

describe("an apply", () => {
	it("is one conversation, and tells what became of each object", async () => {
		const { cluster, world } = begin();
		cluster.found.add("Pod web");
		cluster.live = () => [pod];
		const { applyTimes, snapshot } = await applyRelease(world, release, []);
		expect(cluster.log).toEqual(["apply + snapshot"]);
		expect(applyTimes.get("Pod web")?.time).toBe("apply-1");
		expect(snapshot).toEqual([pod]);
	});

	it("may be of the prerequisites only", async () => {
		const { cluster, world } = begin();
		const settings = ref("ConfigMap", "web");
		const release = releaseOf([pod, settings]);
		await applyRelease(world, release, [], [settings]);
		expect(cluster.log).toEqual(["apply prerequisites + snapshot"]);
	});

	it("of definitions waits until the cluster knows what they define", async () => {
		const { cluster } = begin();
		const widgets = {
			...ref("CustomResourceDefinition", "widgets.example.com"),
			apiVersion: "apiextensions.k8s.io/v1",
		};
		await applyDefinitions(cluster, releaseOf([pod, widgets]), []);
		expect(cluster.log).toEqual(["apply prerequisites + wait"]);
	});

	it("that is refused reads nothing", async () => {
		const { cluster, world } = begin();
		cluster.replies.apply = () =>
			error("Error from server: exceeded quota: small");
		await expect(applyRelease(world, release, [])).rejects.toThrow(
			"the cluster refused the objects: exceeds the namespace's quota small",
		);
		expect(cluster.log).toEqual(["apply"]);
	});
});

const calling =
	'Internal error occurred: failed calling webhook "check.example.com": failed to call webhook: Post "https://check.shop.svc:443/?timeout=10s": ';

describe("an apply about which a webhook is asked that is away", () => {
	it.each([
		"dial tcp 10.43.7.7:443: connect: connection refused",
		'no endpoints available for service "check"',
		'service "check" not found',
		"context deadline exceeded",
	])("is made again: %s", async (end) => {
		const { clock, cluster, lines, world } = begin();
		const start = clock.now();
		cluster.replies.apply = () =>
			clock.now() - start < 75
				? error(`Error from server (InternalError): ${calling}${end}`)
				: undefined;
		await applyRelease(world, release, []);
		expect(clock.now() - start).toBe(76);
		expect(cluster.log.slice(-2)).toEqual(["apply", "apply + snapshot"]);
		expect(lines).toHaveLength(8);
		expect(lines[1]).toBe(
			"…  waits for the cluster's webhook check.example.com, which does not answer, trying again for 10 s",
		);
	});

	it("is given up after two minutes", async () => {
		const { clock, cluster, world } = begin();
		const start = clock.now();
		cluster.replies.apply = () => error(`${calling}EOF`);
		await expect(applyRelease(world, release, [])).rejects.toThrow(
			"the cluster refused the objects: waits for the cluster's webhook check.example.com, which does not answer",
		);
		expect(clock.now() - start).toBe(120);
	});

	it("is refused at once where something else can never pass", async () => {
		const { clock, cluster, world } = begin();
		const start = clock.now();
		cluster.replies.apply = () =>
			error(
				`${calling}EOF\nThe Service "web" is invalid: spec.clusterIP: field is immutable`,
			);
		await expect(applyRelease(world, release, [])).rejects.toThrow();
		expect(clock.now()).toBe(start);
	});

	it("is refused at once where the webhook has answered", async () => {
		const { clock, cluster, world } = begin();
		const start = clock.now();
		cluster.replies.apply = () =>
			error('admission webhook "check.example.com" denied the request: no');
		await expect(applyRelease(world, release, [])).rejects.toThrow();
		expect(clock.now()).toBe(start);
	});
});

describe("a delete", () => {
	it("of nothing asks nothing", async () => {
		const { clock, cluster } = begin();
		await deleteObjects(cluster, clock, []);
		expect(cluster.log).toEqual([]);
	});

	it("is repeated until all is gone, so that a lock is renewed in between", async () => {
		const { clock, cluster } = begin();
		let slow = 3;
		cluster.replies.delete = (call) => {
			expect(call).toContain("--timeout=10s");
			clock.sleep(10);
			return slow-- > 0
				? error("error: timed out waiting for the condition on pods/web")
				: undefined;
		};
		await deleteObjects(cluster, clock, [pod]);
		expect(cluster.count("delete")).toBe(4);
	});

	it("waits for the Pods too, or for the objects only", async () => {
		const { clock, cluster } = begin();
		const asked: string[] = [];
		cluster.replies.delete = (call) => {
			asked.push(call.at(-1) ?? "");
			return undefined;
		};
		await deleteObjects(cluster, clock, [pod]);
		await deleteObjects(cluster, clock, [pod], 90, "background");
		expect(asked).toEqual(["--cascade=foreground", "--cascade=background"]);
	});

	it("gives up when it takes too long", async () => {
		const { clock, cluster } = begin();
		cluster.replies.delete = () => {
			clock.sleep(10);
			return error("error: timed out waiting for the condition on pods/web");
		};
		await expect(deleteObjects(cluster, clock, [pod])).rejects.toThrow(
			/^the objects cannot be deleted/,
		);
		expect(cluster.count("delete")).toBe(10);
	});

	it("that is refused is not repeated", async () => {
		const { clock, cluster } = begin();
		cluster.replies.delete = () =>
			error(
				'Error from server (Forbidden): pods "web" is forbidden: User "ci" cannot delete resource "pods"',
			);
		await expect(deleteObjects(cluster, clock, [pod])).rejects.toThrow(
			"the kubeconfig's account lacks a permission",
		);
		expect(cluster.count("delete")).toBe(1);
	});
});
