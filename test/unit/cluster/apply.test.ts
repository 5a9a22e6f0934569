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
	return { clock, cluster };
}

describe("an apply", () => {
	it("is one conversation, and tells what became of each object", async () => {
		const { cluster } = begin();
		cluster.found.add("Pod web");
		cluster.live = () => [pod];
		const { applyTimes, snapshot } = await applyRelease(cluster, release, []);
		expect(cluster.log).toEqual(["apply + snapshot"]);
		expect(applyTimes.get("Pod web")?.time).toBe("apply-1");
		expect(snapshot).toEqual([pod]);
	});

	it("may be of the prerequisites only", async () => {
		const { cluster } = begin();
		const settings = ref("ConfigMap", "web");
		const release = releaseOf([pod, settings]);
		await applyRelease(cluster, release, [], [settings]);
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
		const { cluster } = begin();
		cluster.replies.apply = () =>
			error("Error from server: exceeded quota: small");
		await expect(applyRelease(cluster, release, [])).rejects.toThrow(
			"the cluster refused the objects: exceeds the namespace's quota small",
		);
		expect(cluster.log).toEqual(["apply"]);
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

	it("gives up when it takes too long", async () => {
		const { clock, cluster } = begin();
		cluster.replies.delete = () => {
			clock.sleep(10);
			return error("error: timed out waiting for the condition on pods/web");
		};
		await expect(deleteObjects(cluster, clock, [pod])).rejects.toThrow(
			/^what cannot be changed cannot be deleted/,
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
