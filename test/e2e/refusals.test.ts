import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	type App,
	folder,
	freshNamespace,
	kubectl,
	run,
	shell,
	slipway,
	variable,
} from "./support/lab.js";
import { sample } from "./support/sample.js";

/** What to call besides the app `refused` in a namespace of its own. */
type Case = {
	app?: App | (() => Promise<App>);
	args?: string[];
	says: string;
};

const cases: Record<string, Case> = {
	"no account, image name or password": {
		app: { username: "", imageName: "", password: "env://EMPTY" },
		says: "deploy needs --username, --image-name and --password: they are missing or empty",
	},
	"an empty password": {
		app: { password: "env://EMPTY" },
		says: "deploy needs --password: it is missing or empty",
	},
	"an empty kubeconfig variable": {
		app: { kubeconfig: "" },
		says: "deploy needs --kubeconfig: it is missing or empty\n  message  --kubeconfig cannot be read: no path is given; give it as file://$KUBECONFIG",
	},
	"an empty kubeconfig": {
		app: async () => ({
			kubeconfig: join(await folder({ config: "" }), "config"),
		}),
		says: "deploy needs --kubeconfig: it is missing or empty",
	},
	"a folder as kubeconfig": {
		app: { kubeconfig: "/tmp" },
		says: "deploy needs --kubeconfig: it is missing or empty\n  message  --kubeconfig cannot be read: read /tmp: is a directory; give it as file://$KUBECONFIG",
	},
	"a text that is no kubeconfig": {
		app: async () => ({
			kubeconfig: join(await folder({ config: "hello" }), "config"),
		}),
		says: "--kubeconfig is not a kubeconfig: it lists no clusters; kubectl config view --flatten --minify prints one",
	},
	"a kubeconfig for the machine itself": {
		app: async () => ({
			kubeconfig: await localKubeconfig(),
			manifests: await folder({ "pod.yaml": pod }),
		}),
		says: "the cluster cannot be used: the kubeconfig's server is this machine itself, which a container cannot reach",
	},
	"a context that does not exist": {
		app: async () => ({
			context: "nowhere",
			manifests: await folder({ "pod.yaml": pod }),
		}),
		says: "the cluster cannot be used: the kubeconfig has no context nowhere\n  next     give one of its own as --context: default",
	},
	"an image name that Docker refuses": {
		app: { imageName: "Flask App" },
		says: "--image-name=Flask App is not an image name",
	},
	"a tag that Docker refuses": {
		args: ["--tags=v1,-x"],
		says: "--tags=-x is not a tag: letters, digits and . _ -, at most 128, not beginning with . or -, such as 1.4.2 or latest",
	},
	"a timeout that is none": {
		args: ["--timeout=soon"],
		says: "--timeout=soon is not a duration: write it as 90s, 5m or 1h30m",
	},
	"a namespace that does not exist": {
		app: async () => ({
			namespace: "nowhere",
			manifests: await folder({ "pod.yaml": pod }),
		}),
		says: "namespace nowhere does not exist in the cluster: make it with kubectl create namespace nowhere, or let deploy make it with --create-namespace",
	},
	"a namespace that cannot be": {
		app: { namespace: "No_Where" },
		says: "--namespace=No_Where is not a namespace's name",
	},
	"manifests that use the image nowhere": {
		says: `no manifest uses the image ${process.env.LAB_REGISTRY}/${process.env.LAB_USERNAME}/refused: write \`image: refused\` in the container that runs it; images found: flask-app (Pod flask-app)`,
	},
	"a folder without manifests": {
		app: async () => ({ manifests: await folder({ "notes.txt": "" }) }),
		says: "--manifests holds no manifest: no .yaml, .yml or .json file among notes.txt",
	},
	"a manifest that is no YAML": {
		app: async () => ({ manifests: await folder({ "pod.yaml": "a: [b" }) }),
		says: "the manifests cannot be read: kustomize refuses them",
	},
	"a Secret for two namespaces": {
		app: async () => ({
			manifests: await folder({
				"all.yaml": [pod, secret("x"), secret("y")].join("---\n"),
			}),
		}),
		says: "the manifests are not all for --namespace=",
	},
	"a kind that the cluster does not know": {
		app: async () => ({
			manifests: await folder({
				"pod.yaml": `${pod}---\napiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\n`,
			}),
		}),
		says: "the cluster cannot be used: the cluster does not know a kind that the manifests use",
	},
};

const pod = `apiVersion: v1
kind: Pod
metadata: { name: app }
spec: { containers: [{ name: app, image: refused }] }
`;

const secret = (namespace: string) => `apiVersion: v1
kind: Secret
metadata: { name: db, namespace: ${namespace} }
stringData: { password: told-to-nobody }
`;

for (const [name, { app = {}, args = [], says }] of sample(
	Object.entries(cases),
	6,
))
	test(`${name} is refused in one sentence, and nothing changes`, async () => {
		const namespace = await freshNamespace("refused");
		process.env.EMPTY = "";
		const special = typeof app === "function" ? await app() : app;

		const { stdout, stderr, code } = await slipway(
			{ imageName: "refused", namespace, ...special },
			"deploy",
			...args,
		);

		expect(stderr).toContain(`Error: ${says}`);
		expect(stderr).not.toContain("told-to-nobody");
		expect(code).not.toBe(0);
		expect(stdout).toBe("");
		expect(stderr).not.toContain("✓ build");
		expect(
			await kubectl("-n", namespace, "get", "pods,secrets", "-o", "name"),
		).toBe("");
		expect(await repositories()).not.toContain("refused");
	});

test("a namespace is made when that is asked for", async () => {
	const namespace = `e2e-made-${Date.now().toString(36)}`;

	const { code } = await slipway({ namespace }, "deploy", "--create-namespace");

	expect(code).toBe(0);
	await kubectl("delete", "namespace", namespace, "--wait=false");
});

test("a manifest that the cluster refuses leaves all as it was", async () => {
	const namespace = await freshNamespace("whole");
	const manifests = await folder({
		"all.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: good }
---
apiVersion: v1
kind: Pod
metadata: { name: bad }
spec: { containers: [{ name: app, image: flask-app, ports: [{ containerPort: 99999 }] }] }
`,
	});

	const { stderr, code } = await slipway({ namespace, manifests }, "deploy");

	expect(code).not.toBe(0);
	expect(stderr).toContain("the cluster refused the objects");
	expect(stderr).toContain('The Pod "bad" is invalid');
	expect(
		await kubectl("-n", namespace, "get", "secrets,pods", "-o", "name"),
	).toBe("");
	expect(
		(await run("kubectl", ["-n", namespace, "get", "configmap", "good"])).code,
	).not.toBe(0);
});

test("a wrong password is told as such, after one try", async () => {
	const namespace = await freshNamespace("password");
	process.env.WRONG = "wrong";

	const { stderr, code } = await slipway(
		{ namespace, password: "env://WRONG" },
		"deploy",
	);

	expect(code).not.toBe(0);
	expect(stderr).toMatch(
		/flask-app:slipway-\w+ was not pushed: the registry refused the username or the password/,
	);
	expect(await kubectl("-n", namespace, "get", "secrets", "-o", "name")).toBe(
		"",
	);
});

async function localKubeconfig(): Promise<string> {
	const path = join(await folder({}), "config");
	const text = await readFile(variable("KUBECONFIG"), "utf8");
	await writeFile(
		path,
		text.replace(/https:\/\/[^"\s]+/, "https://127.0.0.1:6443"),
	);
	return path;
}

/** What the lab's registry holds. */
async function repositories(): Promise<string> {
	const login = `user = "${variable("LAB_USERNAME")}:${variable("LAB_PASSWORD").replaceAll(/["\\]/g, "\\$&")}"`;
	const { stdout } = await shell({
		input: login,
	})`curl --silent --fail --config - ${variable("LAB_REGISTRY_URL")}/v2/_catalog`;
	expect(stdout).toContain("repositories");
	return stdout;
}
