import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import {
	fetchThrough,
	folder,
	freshNamespace,
	greet,
	greeting,
	kubectl,
	manifests,
	shell,
	slipway,
	variable,
} from "./support/lab.js";

const digest = /@(sha256:[0-9a-f]{64})/;

const [registry, username, password] = [
	variable("LAB_REGISTRY"),
	variable("LAB_USERNAME"),
	variable("LAB_PASSWORD"),
];
/** What kubectl create secret docker-registry would make, and whose login it is. */
const dockerRegistrySecret = {
	type: "kubernetes.io/dockerconfigjson",
	annotations: { "slipway/account": `${registry}/${username}` },
	auths: {
		[registry]: {
			username,
			password,
			email: `${username}@example.com`,
			auth: Buffer.from(`${username}:${password}`).toString("base64"),
		},
	},
};

describe("a Pod", () => {
	test("is deployed once, and only once for the same source", async () => {
		const namespace = await freshNamespace("pod");

		const first = await slipway({ namespace }, "deploy");
		expect(first.stderr).toContain("Deploying flask-app Pod to Kubernetes...");
		expect(first.stderr).toContain("flask-app Pod deployment initiated.");
		for (const step of [
			"preflight",
			"build",
			"push",
			"dry-run",
			"apply",
			"rollout",
		])
			expect(first.stderr).toMatch(new RegExp(`✓ ${step} +\\d+\\.\\d s`));
		expect(first.stdout).toMatch(/^✓ deployed/);
		expect(first.stdout).toMatch(/Pod flask-app +created, 1 of 1/);
		expect(first.code).toBe(0);
		expect(await fetchThrough(namespace, "pods/flask-app:8000")).toContain(
			"Hello from Slipway!",
		);
		const image = digest.exec(first.stdout)?.[1];
		expect(
			await kubectl(
				"-n",
				namespace,
				"get",
				"pod",
				"flask-app",
				"-o",
				"jsonpath={.spec.containers[0].image}",
			),
		).toContain(image);

		const second = await slipway({ namespace }, "deploy");
		expect(second.stdout).toMatch(/^✓ nothing to do/);
		expect(second.stdout).toMatch(/Pod flask-app +unchanged/);
		expect(second.stdout).toMatch(/Secret dockerhub-secret +unchanged/);
		expect(await readPullSecret(namespace)).toEqual(dockerRegistrySecret);

		const back = await slipway({ namespace }, "rollback");
		expect(back.stderr).toContain(
			"Error: there is no way back: before release 1 of flask-app none is on record that ran well",
		);

		await kubectl("-n", namespace, "delete", "pod", "flask-app", "--now");
		const third = await slipway({ namespace }, "deploy");
		expect(third.stdout).toMatch(/Pod flask-app +created/);
		expect(await fetchThrough(namespace, "pods/flask-app:8000")).toContain(
			"Hello from Slipway!",
		);
	});

	test("runs the new code when deploy returns", async () => {
		const namespace = await freshNamespace("change");
		const source = await greeting("The old words.");
		await slipway({ source, namespace }, "deploy");
		await greet(source, "The new words.");

		const { stdout } = await slipway({ source, namespace }, "deploy");
		const answers = await Promise.all(
			Array.from({ length: 20 }, () =>
				fetchThrough(namespace, "pods/flask-app:8000"),
			),
		);

		expect(stdout).toMatch(/Pod flask-app +configured/);
		expect(
			answers.filter((answer) => answer.includes("The new words.")),
		).toHaveLength(20);
	});
});

describe("a Deployment with a Service", () => {
	test("runs the new code, and nothing else, when deploy returns", async () => {
		const namespace = await freshNamespace("workload");
		const source = await greeting("The old words.");
		const app = { namespace, source, manifests: manifests("k8s-deployment") };

		const first = await slipway(app, "deploy");
		expect(first.stderr).toContain(
			"Deploying flask-app Service, flask-app Deployment to Kubernetes...",
		);
		await greet(source, "The new words.");
		const second = await slipway(app, "deploy");
		const answers = await Promise.all(
			Array.from({ length: 20 }, () =>
				fetchThrough(namespace, "services/flask-app:80"),
			),
		);

		expect(second.stdout).toMatch(/Deployment flask-app +configured/);
		expect(second.stdout).toMatch(/Service flask-app +unchanged/);
		expect(
			answers.filter((answer) => answer.includes("The new words.")),
		).toHaveLength(20);
	});
});

test("several manifests in one folder are one deploy", async () => {
	const namespace = await freshNamespace("several");
	const folderOfMany = await folder({
		"pod.yaml": `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: app
      image: docker.io/library/anything-else:1
      command: [gunicorn]
`.replace("docker.io/library/anything-else:1", "flask-app:some-tag"),
		"settings.yml": `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { a: b }
---
apiVersion: v1
kind: Secret
metadata: { name: words }
stringData: { word: hidden-word }
`,
		"notes.txt": "not a manifest",
	});

	const { stdout, stderr, code } = await slipway(
		{ namespace, manifests: folderOfMany },
		"deploy",
	);

	expect(code).toBe(0);
	for (const object of ["Pod web", "ConfigMap settings", "Secret words"])
		expect(stdout).toMatch(new RegExp(`${object} +created`));
	expect(stdout + stderr).not.toContain("hidden-word");
});

test("takes over what the pipeline before it had applied", async () => {
	const namespace = await freshNamespace("takeover");
	const old = await folder({
		"pod.yaml": `
apiVersion: v1
kind: Pod
metadata: { name: flask-app, labels: { app: flask } }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: flask-app, image: "python:3.13-slim", command: [sleep, infinity] }]
`,
	});
	await kubectl("-n", namespace, "apply", "-f", old);
	await kubectl(
		"-n",
		namespace,
		"create",
		"secret",
		"docker-registry",
		"dockerhub-secret",
		"--docker-server=docker.io",
		"--docker-username=bob",
		"--docker-password=old",
	);

	const { stdout, code } = await slipway({ namespace }, "deploy");

	expect(code).toBe(0);
	expect(stdout).toMatch(/Pod flask-app +recreated/);
	expect(stdout).toMatch(/Secret dockerhub-secret +configured/);
});

test("render shows what deploy would apply", async () => {
	const { stdout } = await slipway({ namespace: "shop" }, "render", "contents");

	const pod = parse(stdout);
	expect(pod.metadata.namespace).toBe("shop");
	expect(pod.spec.containers[0].image).toMatch(/\/flask-app@sha256:0{64}$/);
});

test("render puts image, label and pull secret into an overlay, a Rollout of Argo, and no claim template", async () => {
	const path = await folder({});
	await shell`mkdir -p ${path}/base ${path}/overlays/production`;
	await writeFile(
		`${path}/base/kustomization.yaml`,
		"resources: [rollout.yaml, database.yaml]",
	);
	await writeFile(
		`${path}/base/rollout.yaml`,
		`
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec: { replicas: 1, template: { spec: { containers: [{ name: web, image: flask-app }] } } }
`,
	);
	await writeFile(
		`${path}/base/database.yaml`,
		`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template: { spec: { containers: [{ name: db, image: "postgres:17" }] } }
  volumeClaimTemplates: [{ metadata: { name: data } }]
`,
	);
	await writeFile(
		`${path}/overlays/production/kustomization.yaml`,
		"resources: [../../base]\ncommonAnnotations: { stage: production }",
	);

	const { stdout, stderr } = await slipway(
		{ namespace: "shop", manifests: path },
		"render",
		"--overlay=overlays/production",
		"contents",
	);

	const objects = parseAllDocuments(stdout).map((document) => document.toJS());
	const find = (kind: string) => objects.find((one) => one.kind === kind);
	const { template } = find("Rollout")?.spec ?? {};
	expect(template?.spec.containers[0].image, stderr).toMatch(/@sha256:0{64}$/);
	expect(template?.metadata.labels).toEqual({ "slipway/app": "flask-app" });
	expect(template?.spec.imagePullSecrets).toEqual([
		{ name: "dockerhub-secret" },
	]);
	expect(find("Rollout")?.metadata.annotations).toEqual({
		stage: "production",
	});
	const [claim] = find("StatefulSet")?.spec.volumeClaimTemplates ?? [];
	expect(claim?.metadata.labels).toBeUndefined();
});

async function readPullSecret(namespace: string): Promise<unknown> {
	const here = [`--namespace=${namespace}`, "--output=json"];
	const json = await kubectl("get", "secret", "dockerhub-secret", ...here);
	const { type, metadata, data } = JSON.parse(json);
	const config = Buffer.from(data[".dockerconfigjson"], "base64");
	const { annotations } = metadata;
	return { type, annotations, ...JSON.parse(`${config}`) };
}
