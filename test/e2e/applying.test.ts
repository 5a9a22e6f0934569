import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
	folder,
	freshNamespace,
	imageOf,
	kubectl,
	manifests,
	slipway,
	variable,
} from "./support/lab.js";

const container = `{ name: app, image: flask-app, command: [sleep, "600"] }`;

/** A Deployment that runs the app's image; what else its Pods are to have, in YAML. */
const deployment = (pod = "", spec = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { web: web } }
  ${spec}
  template:
    metadata: { labels: { web: web } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [${container}]
      ${pod}
`;

async function deployed(
	namespace: string,
	files: Record<string, string>,
	...args: string[]
) {
	const ended = await slipway(
		{ namespace, manifests: await folder(files) },
		"deploy",
		...args,
	);
	expect(ended.code, ended.stderr).toBe(0);
	return ended;
}

const read = async (namespace: string, ...what: string[]) =>
	kubectl(`--namespace=${namespace}`, "get", ...what);

test.concurrent("a configuration that changes rolls the Pods that read it, and a bare Pod is made anew", async () => {
	const namespace = await freshNamespace("configuration");
	const files = (word: string) => ({
		"config.yaml": `{ apiVersion: v1, kind: ConfigMap, metadata: { name: words }, data: { WORD: ${word} } }`,
		"web.yaml": deployment().replace(
			"image: flask-app,",
			"image: flask-app, envFrom: [{ configMapRef: { name: words } }],",
		),
		"pod.yaml": `apiVersion: v1
kind: Pod
metadata: { name: bare }
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - { name: app, image: flask-app, command: [sleep, "600"], envFrom: [{ configMapRef: { name: words } }] }
`,
	});
	const word = (target: string) =>
		kubectl(
			`--namespace=${namespace}`,
			"exec",
			target,
			"--",
			"printenv",
			"WORD",
		);

	await deployed(namespace, files("one"));
	expect(await word("deployment/web")).toBe("one\n");
	const { stdout } = await deployed(namespace, files("two"));

	expect(stdout).toMatch(/Pod bare +recreated/);
	expect(await word("deployment/web")).toBe("two\n");
	expect(await word("pod/bare")).toBe("two\n");
	const again = await deployed(namespace, files("two"));
	expect(again.stdout).toMatch(/^✓ nothing to do/);
});

test.concurrent("the pull secret stands beside the account's, and only where the app's image runs", async () => {
	const namespace = await freshNamespace("pull");
	await kubectl(
		`--namespace=${namespace}`,
		"patch",
		"serviceaccount",
		"default",
		`--patch={"imagePullSecrets":[{"name":"of-account"}]}`,
	);
	const other = deployment()
		.replaceAll("web", "other")
		.replace("image: flask-app", "image: alpine/kubectl:1.34.2")
		.replace("[sleep,", "[/bin/sleep,");

	await deployed(namespace, {
		"web.yaml": deployment(),
		"other.yaml": other,
	});

	const secrets = async (name: string) =>
		parse(
			await read(
				namespace,
				"deployment",
				name,
				"--output=jsonpath={.spec.template.spec.imagePullSecrets}",
			),
		);
	expect(await secrets("web")).toEqual([
		{ name: "dockerhub-secret" },
		{ name: "of-account" },
	]);
	expect(await secrets("other")).toBeNull();
});

test.concurrent("another app's login and objects are not written over; with a pull secret of its own both run", async () => {
	const namespace = await freshNamespace("logins");
	await deployed(namespace, { "web.yaml": deployment() });
	await kubectl(
		`--namespace=${namespace}`,
		"annotate",
		"--overwrite",
		"secret/dockerhub-secret",
		"slipway/account=registry.local:5000/bob",
	);
	const app = {
		namespace,
		manifests: await folder({
			"api.yaml": deployment().replaceAll("web", "api"),
		}),
	};
	const refused = await slipway({ ...app, name: "api" }, "deploy");
	expect(refused.code).not.toBe(0);
	expect(refused.stderr).toContain(
		"Secret dockerhub-secret holds the login of flask-app (registry.local:5000/bob), and this app pulls as registry.local:5000/alice: nothing was changed; give it a pull secret of its own with --pull-secret, such as api-pull",
	);
	expect(refused.stderr).not.toContain("✓ build");
	const other = { ...app, name: "api", pullSecret: "api-pull" };
	const { code, stderr } = await slipway(other, "deploy");
	expect(code, stderr).toBe(0);
	const same = await folder({ "web.yaml": deployment() });
	const third = await slipway({ ...other, manifests: same }, "deploy");
	expect(third.stderr).toContain(
		"the manifests hold what another app has applied: Deployment web of flask-app; nothing was changed",
	);
	const logins = "--field-selector=type=kubernetes.io/dockerconfigjson";
	expect(await read(namespace, "secrets", logins, "--output=name")).toBe(
		"secret/api-pull\nsecret/dockerhub-secret\n",
	);
});

test.concurrent("a definition and its objects come in one folder, and a plan shows both", async () => {
	const namespace = await freshNamespace("definition");
	const group = `${namespace}.example.com`;
	const files = {
		"web.yaml": deployment(),
		"widget.yaml": `apiVersion: ${group}/v1
kind: Widget
metadata: { name: one }
spec: { size: 3 }
`,
		"definition.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`,
	};
	try {
		const plan = await slipway(
			{ namespace, manifests: await folder(files) },
			"plan",
		);
		expect(plan.stdout, plan.stderr).toContain("would create Widget one");
		expect(plan.stdout).toContain(
			`would create CustomResourceDefinition widgets.${group}`,
		);
		await deployed(namespace, files);
		expect(await read(namespace, `widgets.${group}`, "--output=name")).toBe(
			`widget.${group}/one\n`,
		);
		const again = await deployed(namespace, files);
		expect(again.stdout).toMatch(/^✓ nothing to do/);
	} finally {
		await kubectl("delete", "crd", `widgets.${group}`, "--wait=false");
	}
});

test.concurrent("what an autoscaler has set stays", async ({ expect }) => {
	const namespace = await freshNamespace("autoscaler");
	const files = (word: string) => ({
		"web.yaml": deployment("", "replicas: 1").replace(
			"metadata: { labels: { web: web } }",
			`metadata: { labels: { web: web }, annotations: { word: ${word} } }`,
		),
		"autoscaler.yaml": `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  minReplicas: 2
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`,
	});
	// There are no metrics in the lab: the autoscaler keeps to its least number, and is not waited for here.
	await slipway(
		{ namespace, manifests: await folder(files("one")) },
		"deploy",
		"--timeout=20s",
		"--on-failure=KEEP",
	);
	const replicas = () =>
		read(namespace, "deployment/web", "--output=jsonpath={.spec.replicas}");
	await expect.poll(replicas, { timeout: 60_000 }).toBe("2");

	const second = await slipway(
		{ namespace, manifests: await folder(files("two")) },
		"deploy",
		"--timeout=20s",
		"--on-failure=KEEP",
	);
	expect(second.stderr).not.toContain("refused the objects");
	expect(second.stderr).toContain("Deployment web configured");
	expect(await replicas()).toBe("2");
});

test.concurrent("a Role and its binding come together by an account that may bind what it may do", async () => {
	const namespace = await freshNamespace("role");
	const kubeconfig = join(await folder({}), "kubeconfig");
	await writeFile(kubeconfig, await kubeconfigOfAdmin(namespace));
	const { code, stderr } = await slipway(
		{
			namespace,
			kubeconfig,
			manifests: await folder({
				"web.yaml": deployment(),
				"role.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ kind: ServiceAccount, name: default }]
`,
			}),
		},
		"deploy",
	);
	expect(code, stderr).toBe(0);
	expect(await read(namespace, "rolebindings", "--output=name")).toContain(
		"rolebinding.rbac.authorization.k8s.io/reader",
	);
});

/** A kubeconfig of an account that may do all in a namespace that Kubernetes' own role admin may, and leases. */
async function kubeconfigOfAdmin(namespace: string): Promise<string> {
	const here = `--namespace=${namespace}`;
	await kubectl(here, "create", "serviceaccount", "deployer");
	const account = `--serviceaccount=${namespace}:deployer`;
	await kubectl(
		...[here, "create", "rolebinding", "admin", "--clusterrole=admin", account],
	);
	await kubectl(
		...[
			here,
			"create",
			"role",
			"leases",
			"--resource=leases.coordination.k8s.io",
		],
		"--verb=get,create,patch",
	);
	await kubectl(
		...[here, "create", "rolebinding", "leases", "--role=leases", account],
	);
	const token = (await kubectl(here, "create", "token", "deployer")).trim();
	const config = parse(
		await kubectl("config", "view", "--raw", "--minify", "--output=yaml"),
	);
	config.users[0].user = { token };
	return JSON.stringify(config);
}

test.concurrent("a plan tells what would be made anew, and where the image goes", async () => {
	const namespace = await freshNamespace("plan");
	const job = (word: string) => `apiVersion: batch/v1
kind: Job
metadata: { name: once }
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: once, image: flask-app, command: [echo, ${word}] }]
`;
	await deployed(namespace, { "job.yaml": job("one") });
	const { stdout, stderr, code } = await slipway(
		{ namespace, manifests: await folder({ "job.yaml": job("two") }) },
		"plan",
	);
	expect(code, stderr).toBe(0);
	expect(stdout).toContain(
		"would delete Job once and create it again: it cannot be changed in place",
	);
	expect(stdout).toContain("in       Job once (container once)");
	const { stdout: done } = await deployed(namespace, {
		"job.yaml": job("two"),
	});
	expect(done).toMatch(/Job once +recreated/);
});

test.concurrent("a manifest for another namespace is refused with both names, and the sample is not", async () => {
	const namespace = await freshNamespace("names");
	const { code, stderr } = await slipway(
		{
			namespace,
			manifests: await folder({
				"web.yaml": deployment().replace(
					"name: web }",
					"name: web, namespace: monitoring }",
				),
			}),
		},
		"deploy",
	);
	expect(code).not.toBe(0);
	expect(stderr).toContain(
		`the manifests are not all for --namespace=${namespace}: Deployment web names monitoring`,
	);
	const { stdout } = await slipway(
		{ namespace, manifests: manifests("k8s") },
		"deploy",
	);
	expect(imageOf(stdout)).toContain(
		`${variable("LAB_REGISTRY")}/alice/flask-app`,
	);
});
