import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	folder,
	freshNamespace,
	greet,
	greeting,
	imageOf,
	kubectl,
	manifests,
	slipway,
	variable,
} from "./support/lab.js";

const workload = { manifests: manifests("k8s-deployment") };

test("a Deployment goes back when its new image fails; a plan, a status and a rollback tell the truth", async () => {
	const namespace = await freshNamespace("back");
	const source = await greeting("The good words.");
	const app = { ...workload, namespace, source };

	const first = await slipway(app, "deploy");
	expect(first.code).toBe(0);
	const good = imageOf(first.stdout);

	const same = await slipway(app, "plan");
	expect(same.stdout.trim()).toBe(
		"nothing would change: the cluster already has this image and these manifests",
	);

	await greet(source, 'words" + undefined_name + "');
	const changed = await slipway(app, "plan");
	expect(changed.stdout).toContain("would change Deployment flask-app");
	expect(changed.stdout).toMatch(new RegExp(`^- .*image: ${good}$`, "m"));
	expect(changed.stdout).not.toContain("Secret");
	expect(await running(namespace)).toBe(good);

	const bad = await slipway(app, "deploy");
	expect(bad.code).not.toBe(0);
	expect(bad.stderr).toContain("Error: ✗ deploy: Deployment flask-app");
	expect(bad.stderr).toContain(
		"NameError: name 'undefined_name' is not defined",
	);
	expect(bad.stderr).toContain(`now      release 1 runs again: ${good}`);
	expect(bad.stderr.match(/Traceback \(most recent/g)).toHaveLength(1);
	expect(await running(namespace)).toBe(good);

	await greet(source, "The better words.");
	const second = await slipway(app, "deploy");
	expect(second.code).toBe(0);
	expect(imageOf(second.stdout)).not.toBe(good);

	const status = await slipway({ namespace }, "status");
	expect(status.stdout).toMatch(/✓ Deployment flask-app: /);
	expect(status.stdout).toMatch(/✓ Service flask-app: /);
	expect(imageOf(status.stdout)).toBe(imageOf(second.stdout));

	const back = await slipway({ namespace }, "rollback");
	expect(back.stderr).toContain("going back to release 1");
	expect(back.stdout).toContain(`image    ${good}`);
	expect(await running(namespace)).toBe(good);
});

test("a Pod that fails is kept, with its evidence", async () => {
	const namespace = await freshNamespace("kept");
	const app = await readFile(join(manifests("k8s"), "pod.yaml"), "utf8");
	const broken = await folder({
		"pod.yaml": app.replace(
			"image: flask-app",
			"image: flask-app\n      command: [no-such-program]",
		),
	});

	const { stderr, code } = await slipway(
		{ namespace, manifests: broken },
		"deploy",
	);

	expect(code).not.toBe(0);
	expect(stderr).toContain("Error: ✗ deploy: Pod flask-app");
	expect(stderr).toContain("now      what was applied is kept");
	expect(stderr).toContain(`image    ${variable("LAB_REGISTRY")}/`);
	expect(stderr).toMatch(/next {5}\S/);
	expect(await kubectl("-n", namespace, "get", "pods", "-o", "name")).toBe(
		"pod/flask-app\n",
	);
});

test("nothing is said to run where nothing does", async () => {
	const namespace = await freshNamespace("none");
	expect((await slipway({ namespace }, "status")).stderr).toContain(
		`Error: nothing of flask-app runs in namespace ${namespace}`,
	);
});

function running(namespace: string): Promise<string> {
	return kubectl(
		"-n",
		namespace,
		"get",
		"deployment",
		"flask-app",
		"-o",
		"jsonpath={.spec.template.spec.containers[0].image}",
	);
}
