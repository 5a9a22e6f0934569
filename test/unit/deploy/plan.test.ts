import { describe, expect, it } from "vitest";
import { plan } from "../../../dagger/src/deploy/plan.js";
import { error, ok } from "../fake-cluster.js";
import { begin } from "./app.js";

function beginPlan() {
	const begun = begin();
	const { cluster, source } = begun;
	return { ...begun, run: () => plan({ cluster, app: "web" }, source) };
}

describe("a plan", () => {
	it("renders, looks, builds, and asks for the difference; it takes no lock and writes nothing", async () => {
		const { cluster, log, run } = beginPlan();
		expect(await run()).toMatch(/^nothing would change/);
		expect(log).toEqual([
			"render",
			"read lease + find",
			"build",
			"push",
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
		expect(await run()).toBe(
			"would change Deployment web\n-  image: a\n+  image: b",
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
