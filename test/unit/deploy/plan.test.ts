import { describe, expect, it } from "vitest";
import { plan } from "../../../dagger/src/deploy/plan.js";
import { error, ok } from "../fake-cluster.js";
import { begin } from "./app.js";

function beginPlan() {
	const begun = begin();
	const { world, source, options } = begun;
	return { ...begun, run: () => plan(world, source, options) };
}

describe("a plan", () => {
	it("renders, looks, builds, and asks for the difference; it takes no lock and writes nothing", async () => {
		const { cluster, log, run } = beginPlan();
		expect(await run()).toMatch(/^nothing would change/);
		expect(log).toEqual([
			"render",
			"read state + find + nodes",
			"build",
			"push",
			"dry run + snapshot",
			"diff",
		]);
		expect(cluster.lease).toBeUndefined();
	});

	it("shows the difference, with which kubectl ends with 1", async () => {
		const { cluster, run } = beginPlan();
		cluster.replies.diff = () => ({
			...ok(
				"--- /tmp/LIVE-1/apps.v1.Deployment.shop.web\n+++ /tmp/MERGED-1/apps.v1.Deployment.shop.web\n@@ -1 +1 @@\n-  image: a\n+  image: b\n",
			),
			code: 1,
		});
		expect(await run()).toMatch(
			/^would change Deployment web\n- {2}image: a\n\+ {2}image: b\n\nimage {4}/,
		);
	});

	it.each([
		{ code: 2, stdout: "", stderr: "Error from server: exceeded quota: small" },
		error("error: no such thing"),
	])("fails where the cluster cannot tell: %j", async (answer) => {
		const { cluster, run } = beginPlan();
		cluster.replies.diff = () => answer;
		await expect(run()).rejects.toThrow(
			/^the cluster cannot tell what would change/,
		);
	});
});
