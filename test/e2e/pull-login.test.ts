import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	folder,
	freshNamespace,
	greeting,
	kubectl,
	manifests,
	run,
	slipway,
	variable,
} from "./support/lab.js";

const registry = variable("LAB_REGISTRY");
const secretOf = async (namespace: string) => {
	const args = ["-n", namespace, "get", "secret", "dockerhub-secret"];
	return JSON.parse(await kubectl(...args, "-o", "json"));
};

test("the cluster pulls as the account that is given for it, whoever pushes", async () => {
	const namespace = await freshNamespace("pull-login");
	process.env.PULL_PASSWORD = "a-t0ken-that-no-registry-knows";
	const reader = {
		pullUsername: "reader",
		pullPassword: "env://PULL_PASSWORD",
	};

	// An image that no node has yet.
	const source = await greeting(`Pulled at ${new Date().toISOString()}.`);
	const { code, stdout, stderr } = await slipway(
		{ namespace, source, ...reader },
		"deploy",
	);

	expect(code, stdout).not.toBe(0);
	expect(stderr).toContain("✓ push");
	expect(stderr).toMatch(
		/reader may not pull \S+\/flask-app: the registry answers HTTP 401; nothing was changed in the cluster/,
	);
	expect(stdout + stderr).not.toContain(process.env.PULL_PASSWORD);
	const here = ["-n", namespace, "get", "secret,pod", "-o", "name"];
	expect(await kubectl(...here)).toBe("");

	const able = {
		pullUsername: variable("LAB_READER"),
		pullPassword: "env://LAB_READER_PASSWORD",
	};
	const second = await slipway({ namespace, source, ...able }, "deploy");
	expect(second.code, second.stderr).toBe(0);
	const { metadata, data } = await secretOf(namespace);
	const [username, password] = [
		variable("LAB_READER"),
		variable("LAB_READER_PASSWORD"),
	];
	expect(metadata.annotations["slipway/account"]).toBe(
		`${registry}/${username}`,
	);
	const config = Buffer.from(data[".dockerconfigjson"], "base64").toString();
	expect(JSON.parse(config).auths[registry]).toMatchObject({
		username,
		password,
	});

	process.env.PULL_PASSWORD = "";
	const half = await slipway({ namespace, source, ...reader }, "deploy");
	expect(half.stderr).toContain(
		"Error: --pull-username is given, and --pull-password is missing or empty: give both, or none to let the cluster pull as --username",
	);
});

test("without a pull secret none is made, one that was made goes, and the service account's is enough", async () => {
	const namespace = await freshNamespace("no-pull-secret");
	const login = [
		`--docker-server=${registry}`,
		`--docker-username=${variable("LAB_USERNAME")}`,
		`--docker-password=${variable("LAB_PASSWORD")}`,
	];
	const here = (...args: string[]) => kubectl("-n", namespace, ...args);
	await here("create", "secret", "docker-registry", "own", ...login);
	const patch = JSON.stringify({ imagePullSecrets: [{ name: "own" }] });
	await here("patch", "serviceaccount", "default", `--patch=${patch}`);
	const pod = await readFile(join(manifests("k8s"), "pod.yaml"), "utf8");
	const named = /^ *imagePullSecrets:\n( *- name: .*\n)+/m;
	expect(pod).toMatch(named);
	const plain = await folder({ "pod.yaml": pod.replace(named, "") });
	const app = { namespace, pullSecret: "none", manifests: plain };

	const plan = await slipway(app, "plan");
	const { code, stderr } = await slipway(app, "deploy");
	const rollback = await slipway(app, "rollback", "--to=1");

	expect(plan.code, plan.stderr).toBe(0);
	expect(plan.stdout).not.toContain("dockerhub-secret");
	expect(code, stderr).toBe(0);
	expect(rollback.code, rollback.stderr).toBe(0);
	const secrets = "jsonpath={.spec.imagePullSecrets[*].name}";
	expect(await here("get", "pod", "flask-app", "-o", secrets)).toBe("own");
	const made = ["-n", namespace, "get", "secret", "dockerhub-secret"];
	expect((await run("kubectl", made)).stderr).toContain("NotFound");

	const keeping = await slipway({ ...app, pullSecret: undefined }, "deploy");
	expect(keeping.code, keeping.stderr).toBe(0);
	expect((await run("kubectl", made)).code).toBe(0);
	const going = await slipway(app, "plan");
	expect(going.stdout).toContain("would delete Secret dockerhub-secret");
	const gone = await slipway(app, "deploy");
	expect(gone.code, gone.stderr).toBe(0);
	expect((await run("kubectl", made)).stderr).toContain("NotFound");
});
