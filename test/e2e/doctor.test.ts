import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { account } from "./support/account.js";
import { inFrontOfApiServer } from "./support/api-server.js";
import { changed, type Kubeconfig, setClusters } from "./support/kubeconfig.js";
import {
	type App,
	folder,
	freshNamespace,
	kubectl,
	manifests,
	root,
	slipway,
} from "./support/lab.js";
import { sample } from "./support/sample.js";

process.env.EMPTY = "";
process.env.WRONG = "wrong";

/** What is wrong, and the one line that tells it. */
type Fault = {
	app?: App | ((namespace: string) => App | Promise<App>);
	args?: string[];
	says: RegExp;
};

const pod = `apiVersion: v1
kind: Pod
metadata: { name: app }
spec: { containers: [{ name: app, image: flask-app }] }
`;
const withManifest = async (text: string): Promise<App> => ({
	manifests: await folder({ "pod.yaml": text }),
});
const withKubeconfig = async (
	change: (config: Kubeconfig) => void,
): Promise<App> => ({ kubeconfig: await changed(change) });
const withServer = (server: string, more = {}) =>
	withKubeconfig((config) => setClusters(config, { server, ...more }));

const faults: Record<string, Fault> = {
	"no username": {
		app: { username: "" },
		says: /^✗ arguments {4}--username is missing or empty$/,
	},
	"an empty password": {
		app: { password: "env://EMPTY" },
		says: /^✗ arguments {4}--password is missing or empty$/,
	},
	"no kubeconfig": {
		app: { kubeconfig: "" },
		says: /^✗ arguments {4}--kubeconfig cannot be read: no path is given; give it as file:\/\/\$KUBECONFIG$/,
	},
	"no namespace": {
		app: { namespace: "" },
		says: /^✗ arguments {4}--namespace is missing or empty$/,
	},
	"a namespace that cannot be": {
		app: { namespace: "No_Where" },
		says: /^✗ namespace {4}--namespace=No_Where is not a namespace's name/,
	},
	"an e-mail address": {
		app: { username: "alice@example.com" },
		says: /^✗ username {5}--username=alice@example.com is an e-mail address/,
	},
	"an image name that Docker refuses": {
		app: { imageName: "Flask App" },
		says: /^✗ image name {3}--image-name=Flask App is not an image name/,
	},
	"a wrong password": {
		app: { password: "env://WRONG" },
		says: /^✗ login {8}the registry refused the username or the password$/,
	},
	"a registry that is nowhere": {
		app: { registry: "registry.invalid:5000" },
		says: /^✗ login {8}the registry cannot be reached from the Dagger engine$/,
	},
	"a text that is no kubeconfig": {
		app: async () => ({
			kubeconfig: `${await folder({ config: "hello" })}/config`,
		}),
		says: /^✗ kubeconfig {3}--kubeconfig is not a kubeconfig/,
	},
	"a kubeconfig that is no YAML": {
		app: async () => ({
			kubeconfig: `${await folder({ config: "clusters: [" })}/config`,
		}),
		says: /^✗ kubeconfig {3}the kubeconfig is not one that kubectl can read; .* yaml: /,
	},
	"a context that does not exist": {
		app: { context: "nowhere" },
		says: /^✗ kubeconfig {3}the kubeconfig has no context nowhere$/,
	},
	"contexts of which none is current": {
		app: () =>
			withKubeconfig((config) => {
				delete config["current-context"];
				config.contexts.push({ name: "b", context: { cluster: "b" } });
			}),
		says: /^✗ kubeconfig {3}the kubeconfig has 2 contexts, and none is current$/,
	},
	"a server on localhost": {
		app: () => withServer("https://127.0.0.1:6443"),
		says: /^✗ kubeconfig {3}the kubeconfig's server is this machine itself.*: https:\/\/127.0.0.1:6443$/,
	},
	"a program for credentials": {
		app: () =>
			withKubeconfig(({ users: [user] }) => {
				const apiVersion = "client.authentication.k8s.io/v1";
				const exec = { apiVersion, command: "gke-gcloud-auth-plugin" };
				if (user) user.user = { exec: { ...exec, interactiveMode: "Never" } };
			}),
		says: /^✗ kubeconfig {3}the kubeconfig asks the program gke-gcloud-auth-plugin for its credentials/,
	},
	"certificates beside the kubeconfig": {
		app: () =>
			withKubeconfig(({ users: [user] }) => {
				const files = {
					"client-certificate": "/a.crt",
					"client-key": "/a.key",
				};
				if (user) user.user = files;
			}),
		says: /^✗ kubeconfig {3}.*: client-certificate \/a.crt, client-key \/a.key$/,
	},
	"a server that does not answer": {
		app: () => withServer("https://registry.lab:1"),
		says: /^✗ server {7}the cluster cannot be reached from the Dagger engine/,
	},
	// The engine's own name server answers for this domain, so that none further away can be slow.
	"a server whose name is unknown": {
		app: () => withServer("https://kube.dagger.local:6443"),
		says: /^✗ server {7}the cluster cannot be reached .* lookup kube.dagger.local .*$/,
	},
	"a server with another certificate": {
		app: () =>
			withKubeconfig((config) =>
				setClusters(config, { "tls-server-name": "b.example.com" }),
			),
		says: /^✗ tls {10}the cluster's TLS certificate is not accepted.* not b.example.com$/,
	},
	"a token that is none": {
		app: { token: "cmd://echo nonsense" },
		says: /^✗ account {6}the cluster refused the kubeconfig's credentials/,
	},
	"a clock that is five minutes ahead": {
		app: () =>
			behindProxy((text) =>
				text.replace(/(?<="creationTimestamp":\s*")[^"]+/, () =>
					new Date(Date.now() + 300_000).toISOString().replace(/\.\d+/, ""),
				),
			),
		says: /^✗ clock {8}the cluster's clock is (29\d|300) s ahead of the engine's$/,
	},
	"another platform": {
		app: { platform: "linux/s390x" },
		says: /^✗ platforms {4}the image is for linux\/s390x, the nodes are linux\/amd64$/,
	},
	"a namespace that does not exist": {
		app: { namespace: "nowhere" },
		says: /^✗ namespace {4}nowhere does not exist$/,
	},
	"an account that may not lock": {
		app: (namespace) =>
			account(namespace, "slipway", ["leases.coordination.k8s.io"]),
		says: /^✗ rights {7}the account lacks leases.coordination.k8s.io: get, list, create, patch$/,
	},
	"an account that may not make Pods": {
		app: (namespace) => account(namespace, "slipway", ["pods"]),
		says: /^✗ rights {7}the account lacks pods: get, list, create, patch, delete$/,
	},
	"a quota that is full": {
		app: async (namespace) => {
			await kubectl(
				"-n",
				namespace,
				"create",
				"quota",
				"small",
				"--hard=pods=0",
			);
			await quotaIsCounted(namespace);
			return {};
		},
		says: /^✗ quotas {7}quota small allows 0 of pods, 0 are used, and 1 more are needed$/,
	},
	"a pull secret of another app": {
		app: async (namespace) => {
			await pullSecret(namespace, "kubernetes.io/dockerconfigjson");
			const secret = ["secret", "dockerhub-secret"];
			const here = (...args: string[]) => kubectl("-n", namespace, ...args);
			await here("label", ...secret, "slipway/app=other");
			await here("annotate", ...secret, "slipway/account=docker.io/bob");
			return {};
		},
		says: /^✗ pull secret {2}dockerhub-secret holds the login of docker.io\/bob, made for other/,
	},
	"a pull secret of another type": {
		app: async (namespace) => {
			await pullSecret(namespace, "Opaque");
			return {};
		},
		says: /^✗ pull secret {2}dockerhub-secret is a Secret of another type, Opaque/,
	},
	"a pull account without its password": {
		app: { pullUsername: "bob" },
		says: /^✗ pull username --pull-username is given, and --pull-password is missing/,
	},
	"a pull secret that cannot be": {
		app: { pullSecret: "No_Secret" },
		says: /^✗ pull secret {2}--pull-secret=No_Secret is not a Secret's name/,
	},
	"a manifest that is no YAML": {
		app: () => withManifest("a: [b"),
		says: /^✗ manifests {4}the manifests cannot be read: kustomize refuses them/,
	},
	"a folder without manifests": {
		app: async () => ({ manifests: await folder({ "notes.txt": "" }) }),
		says: /^✗ manifests {4}--manifests holds no manifest/,
	},
	"a manifest for another namespace": {
		app: () =>
			withManifest(pod.replace("name: app }", "name: app, namespace: b }")),
		says: /^✗ manifests {4}the manifests are not all for --namespace=/,
	},
	"manifests that use the image nowhere": {
		app: { imageName: "elsewhere" },
		says: /^✗ image {8}no manifest uses the image /,
	},
	"a kind that the cluster does not know": {
		app: () =>
			withManifest(
				`${pod}---\napiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w }\n`,
			),
		says: /^✗ kinds {8}the cluster does not know a kind that the manifests use/,
	},
	"a deploy that is under way": {
		app: async (namespace) => {
			await holdLock(namespace);
			return {};
		},
		says: /^✗ lock {9}held by bob, since /,
	},
	"a source without a Dockerfile": {
		args: [`--source=${manifests("k8s")}`],
		says: /^✗ source {7}has no Dockerfile$/,
	},
};

const unmet = (text: string) => text.match(/^✗ .*$/gm) ?? [];

const planted = sample(Object.entries(faults), 8);

describe.concurrent("the doctor names", () => {
	for (const [name, { app = {}, args = [], says }] of planted)
		test(`${name}, and nothing else`, async ({ expect }) => {
			const namespace = await freshNamespace("doctor");
			const special = typeof app === "function" ? await app(namespace) : app;

			const { code, stdout, stderr } = await slipway(
				{ namespace, ...special },
				"doctor",
				...args,
			);

			expect(code).not.toBe(0);
			expect(stdout).toBe("");
			expect(unmet(stderr), stderr).toEqual([expect.stringMatching(says)]);
		});

	test("three faults at once", async ({ expect }) => {
		const namespace = await freshNamespace("doctor");
		await holdLock(namespace);

		const { code, stderr } = await slipway(
			{
				namespace,
				name: "flask-app",
				password: "env://WRONG",
				imageName: "elsewhere",
			},
			"doctor",
		);

		expect(code).not.toBe(0);
		expect(stderr).toContain("checks found what would stop a deploy");
		expect(unmet(stderr), stderr).toEqual([
			expect.stringMatching(/^✗ login {8}/),
			expect.stringMatching(/^✗ image {8}/),
			expect.stringMatching(/^✗ lock {9}/),
		]);
	});
});

test("where all is well it says so, and changes nothing", async () => {
	const namespace = await freshNamespace("well");
	const source = `--source=${root}/flask-app`;

	const { code, stdout, stderr } = await slipway(
		{ namespace },
		"doctor",
		source,
	);

	expect(code, stderr).toBe(0);
	expect(stdout).toMatch(/✓ 18 of 18 checks are good$/);
	expect(stdout).not.toMatch(/^[✗?]/m);
	const made = "secrets,leases,pods";
	expect(await kubectl("-n", namespace, "get", made, "-o", "name")).toBe("");
});

test("a cluster that is four versions older stops no deploy, and is told", async () => {
	const namespace = await freshNamespace("older");
	const older = await behindProxy((text) =>
		text.replace(/"minor": "34"/, '"minor": "30"'),
	);

	const { code, stdout, stderr } = await slipway(
		{ namespace, ...older },
		"doctor",
	);

	expect(code, stderr).toBe(0);
	expect(stdout).toMatch(
		/^\? versions {5}Kubernetes .*, kubectl .*: the cluster is 4 minor versions older$/m,
	);
});

async function pullSecret(namespace: string, type: string): Promise<void> {
	await kubectl(
		...["-n", namespace, "create", "secret", "generic", "dockerhub-secret"],
		...[`--type=${type}`, "--from-literal=.dockerconfigjson={}"],
	);
}

/** A Lease as a deploy that has just begun has it. */
async function holdLock(namespace: string): Promise<void> {
	const now = new Date().toISOString().replace("Z", "000Z");
	const lease = {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata: { name: "slipway-flask-app" },
		spec: {
			holderIdentity: "bob",
			acquireTime: now,
			renewTime: now,
			leaseDurationSeconds: 3600,
		},
	};
	const path = await folder({ "lease.json": JSON.stringify(lease) });
	await kubectl("-n", namespace, "create", "-f", `${path}/lease.json`);
}

async function quotaIsCounted(namespace: string): Promise<void> {
	const used = "--for=jsonpath={.status.used.pods}=0";
	await kubectl("-n", namespace, "wait", "quota/small", used, "--timeout=60s");
}

/** The API server, whose answers are changed on their way. */
async function behindProxy(change: (text: string) => string): Promise<App> {
	const kubeconfig = await inFrontOfApiServer((incoming, answer, forward) => {
		const { "accept-encoding": _, ...headers } = incoming.headers;
		const protobuf = /application\/vnd\.[\w.]+protobuf,/;
		const accept = headers.accept?.replace(protobuf, "");
		forward({ ...headers, accept }, async (reply) => {
			const { "content-length": _, ...others } = reply.headers;
			const text = change((await buffer(reply)).toString());
			answer.writeHead(reply.statusCode ?? 502, others).end(text);
		});
	});
	return { kubeconfig };
}
