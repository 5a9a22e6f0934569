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
	run,
	slipway,
	to,
	variable,
} from "./support/lab.js";

const workload = `--manifests=${manifests("k8s-deployment")}`;

test("a Deployment goes back when its new image fails; a plan, a status and a rollback tell the truth", async () => {
	const namespace = await freshNamespace("back");
	const source = await greeting("The good words.");
	const here = to(namespace);
	const there = here.slice(1);

	const first = await slipway({ source }, ...here, workload, "text");
	expect(first.code).toBe(0);
	const good = imageOf(first.stdout);

	const same = await slipway({ source }, "plan", ...there, workload);
	expect(same.stdout.trim()).toBe(
		"nothing would change: the cluster already has this image and these manifests",
	);

	await greet(source, 'words" + undefined_name + "');
	const changed = await slipway({ source }, "plan", ...there, workload);
	expect(changed.stdout).toContain("would change Deployment flask-app");
	expect(changed.stdout).toMatch(new RegExp(`^- .*image: ${good}$`, "m"));
	expect(changed.stdout).not.toContain("Secret");
	expect(await running(namespace)).toBe(good);

	const bad = await slipway({ source }, ...here, workload, "text");
	expect(bad.code).not.toBe(0);
	expect(bad.stderr).toContain("Error: ✗ deploy: Deployment flask-app");
	expect(bad.stderr).toContain(
		"NameError: name 'undefined_name' is not defined",
	);
	expect(bad.stderr).toContain(`now      Deployment flask-app runs ${good}`);
	expect(await running(namespace)).toBe(good);

	await greet(source, "The better words.");
	const second = await slipway({ source }, ...here, workload, "text");
	expect(second.code).toBe(0);
	expect(imageOf(second.stdout)).not.toBe(good);

	const status = await run("dagger", [
		"call",
		"--image-name=flask-app",
		"status",
		...there,
	]);
	expect(status.stdout).toMatch(/✓ Deployment flask-app: /);
	expect(status.stdout).toMatch(/✓ Service flask-app: /);
	expect(imageOf(status.stdout)).toBe(imageOf(second.stdout));

	const back = await run("dagger", [
		"call",
		"--image-name=flask-app",
		"rollback",
		...there,
	]);
	expect(back.stdout).toContain("✓ back at the revision before");
	expect(back.stdout).toContain(`Deployment flask-app runs ${good}`);
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
		{},
		...to(namespace),
		`--manifests=${broken}`,
		"text",
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

test("a bare Pod has no way back, and nothing is said to run where nothing does", async () => {
	const namespace = await freshNamespace("none");
	const there = to(namespace).slice(1);
	const call = (verb: string) =>
		run("dagger", ["call", "--image-name=flask-app", verb, ...there]);

	expect((await call("status")).stderr).toContain(
		`Error: nothing of flask-app runs in namespace ${namespace}`,
	);
	await slipway({}, ...to(namespace), "text");
	expect((await call("rollback")).stderr).toContain(
		"Error: there is no way back: Pod flask-app has no revisions",
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
