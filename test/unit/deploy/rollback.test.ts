import { describe, expect, it } from "vitest";
import type { Change } from "../../../dagger/src/cluster/apply-times.js";
import { listReversible } from "../../../dagger/src/deploy/failure.js";
import { rollBackApp } from "../../../dagger/src/deploy/rollback.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { begin, image, leaseOf, newer, overdue, ready } from "./app.js";

describe("a rollback", () => {
	it("brings the workloads back under the lock, and forgets the commit", async () => {
		const { cluster, log, world } = begin();
		cluster.holdBy("", newer);
		let undone: string[] = [];
		cluster.replies.undo = (call) => {
			undone = call;
			return "";
		};
		cluster.live = () => [ready];

		expect(await rollBackApp(world, "web", 60)).toBe(
			`✓ back at the revision before\nDeployment web runs ${image}: 1 of 1 updated, 1 available`,
		);
		expect(undone).toEqual(["rollout", "undo", "deployment.apps/web"]);
		expect(log).toEqual([
			"snapshot + events",
			"create lease",
			"read lease",
			"patch lease",
			"patch lease + undo",
			"snapshot + events",
			"patch lease",
		]);
		expect(leaseOf(cluster)).toEqual({ commit: null, holder: "" });
	});

	it("fails where what comes back does not get ready", async () => {
		const { cluster, world } = begin();
		cluster.live = () => [overdue];
		await expect(rollBackApp(world, "web", 60)).rejects.toThrow(
			/^✗ rollback: the revision before is not ready\n {2}now {6}Deployment web runs .*: failed, made no progress/,
		);
		expect(leaseOf(cluster).holder).toBe("");
	});

	it("is refused where nothing has a revision before", async () => {
		const { cluster, world } = begin();
		const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "web" } };
		cluster.live = () => [pod];
		await expect(rollBackApp(world, "web", 60)).rejects.toThrow(
			"there is no way back: Pod web has no revisions; deploy the commit before instead",
		);
		expect(cluster.lease).toBeUndefined();
	});
});

describe("what is rolled back after a failed deploy", () => {
	it("are the workloads that it changed, and that kubectl can undo", () => {
		const object = (
			apiVersion: string,
			kind: string,
			name: string,
		): KubeObject => ({
			apiVersion,
			kind,
			metadata: { name },
		});
		const changed = object("apps/v1", "Deployment", "changed");
		const changes = new Map<KubeObject, Change>([
			[object("apps/v1", "Deployment", "new"), "created"],
			[changed, "configured"],
			[object("apps/v1", "StatefulSet", "same"), "unchanged"],
			[object("v1", "Pod", "pod"), "configured"],
			[object("argoproj.io/v1alpha1", "Rollout", "rollout"), "configured"],
		]);
		expect(listReversible(changes)).toEqual([changed]);
	});
});
