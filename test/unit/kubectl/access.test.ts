import { describe, expect, it } from "vitest";
import {
	findAccess,
	isAboutKubeconfig,
} from "../../../dagger/src/kubectl/access.js";
import type { Kubeconfig } from "../../../dagger/src/kubectl/kubeconfig.js";
import { withMessage } from "../message.js";

type Cluster = Kubeconfig["clusters"][number];
type User = Kubeconfig["users"][number];

const server = "https://kube.example.com:6443";

/** A kubeconfig with a context, a cluster and a user of each name. */
function kubeconfig(
	names: string[],
	{
		current = "",
		cluster = {},
		user = {},
	}: {
		current?: string;
		cluster?: Partial<Cluster>;
		user?: Partial<User>;
	} = {},
): Kubeconfig {
	const target = { server, tlsName: "", proxied: "", authority: "" };
	const account = { certificate: "", key: "", tokenFile: "" };
	const program = { plugin: "", call: "" };
	return {
		current,
		contexts: names.map((name) => ({ name, cluster: name, user: name })),
		clusters: names.map((name) => ({ name, ...target, ...cluster })),
		users: names.map((name) => ({ name, ...account, ...program, ...user })),
	};
}

const at = (server: string, more: Partial<Cluster> = {}) =>
	kubeconfig(["kind"], { current: "kind", cluster: { server, ...more } });
const as = (user: Partial<User>) =>
	kubeconfig(["shop"], { current: "shop", user });
const refused = (what: string, next: string) =>
	withMessage(`the cluster cannot be used: ${what}\n  next     ${next}`);

describe("the context", () => {
	const agents = ["group/app:agent", "group/app:other"];

	it.each([
		["the only one", kubeconfig(["a"]), undefined, "a"],
		[
			"the current one",
			kubeconfig(["a", "b"], { current: "b" }),
			undefined,
			"b",
		],
		[
			"the one that is asked for",
			kubeconfig(["a", "b"], { current: "b" }),
			"a",
			"a",
		],
		[
			"the current one where an empty one is asked for",
			kubeconfig(["a", "b"], { current: "b" }),
			"",
			"b",
		],
		["an agent of GitLab", kubeconfig(agents), agents[1], agents[1]],
	])("is %s", (_, config, context, chosen) => {
		expect(findAccess(config, { context })).toEqual([`--context=${chosen}`]);
	});

	it.each([
		[
			"of several, none is current",
			kubeconfig(agents),
			undefined,
			"the kubeconfig has 2 contexts, and none is current",
			"give one as --context: group/app:agent, group/app:other",
		],
		[
			"the one that is asked for is not there",
			kubeconfig(["a", "b"], { current: "b" }),
			"c",
			"the kubeconfig has no context c",
			"give one of its own as --context: a, b",
		],
		[
			"the current one is not there",
			kubeconfig(["a"], { current: "gone" }),
			undefined,
			"the kubeconfig has no context gone",
			"give one of its own as --context: a",
		],
		[
			"there is none",
			kubeconfig([]),
			undefined,
			"the kubeconfig has no context",
			"kubectl config view --flatten --minify prints one that has",
		],
	])("is refused where %s", (_, config, context, what, next) => {
		expect(() => findAccess(config, { context })).toThrow(refused(what, next));
	});

	it("of others does not matter", () => {
		const config = kubeconfig(["a"], { current: "a" });
		config.contexts.push({ name: "b", cluster: "b", user: "b" });
		config.clusters.push({
			name: "b",
			server: "https://127.0.0.1:6443",
			tlsName: "",
			proxied: "",
			authority: "ca.crt",
		});
		expect(findAccess(config, {})).toEqual(["--context=a"]);
	});
});

describe("a server that is this machine itself", () => {
	it.each([
		["https://127.0.0.1:41234", 41234],
		["https://localhost:6443", 6443],
		["https://0.0.0.0:6550", 6550],
		["https://[::1]:6443", 6443],
		["https://localhost", 443],
		["http://localhost", 80],
		["https://host.docker.internal:6443", 6443],
		["https://kubernetes.docker.internal:6443", 6443],
	])("is %s, and the way to it has its port", (server, port) => {
		const way = `let Dagger make a way to it: --cluster=tcp://localhost:${port}`;
		expect(() => findAccess(at(server), {})).toThrow(
			refused(
				`the kubeconfig's server is this machine itself, which a container cannot reach: ${server}`,
				way,
			),
		);
	});

	it.each([
		["https://127.example.com:6443", {}],
		["https://localhost.example.com", {}],
		["https://10.0.0.1:6443", {}],
		// It is the proxy's own machine then.
		["https://127.0.0.1:6443", { proxied: "proxied" }],
		["", {}],
	])("is not %s %j", (server, more) => {
		expect(findAccess(at(server, more), {})).toEqual(["--context=kind"]);
	});
});

describe("a tunnel", () => {
	it.each([
		["https://127.0.0.1:41234", "", "https://cluster:6443", "127.0.0.1"],
		["https://localhost:6443", "", "https://cluster:6443", "localhost"],
		["https://[::1]:6443", "", "https://cluster:6443", "::1"],
		["https://localhost:6443", "kube", "https://cluster:6443", "kube"],
		["http://localhost:8001", "", "http://cluster:6443", "localhost"],
		[
			"https://rancher.lan/k8s/clusters/c-1/",
			"",
			"https://cluster:6443/k8s/clusters/c-1",
			"rancher.lan",
		],
	])(
		"leads to %s (%s), whose certificate stays its own",
		(server, tlsName, there, name) => {
			expect(
				findAccess(at(server, { tlsName }), { tunnel: "cluster:6443" }),
			).toEqual([
				"--context=kind",
				`--server=${there}`,
				`--tls-server-name=${name}`,
			]);
		},
	);
});

describe("files beside a kubeconfig", () => {
	const flatten = `let kubectl put them in: --kubeconfig="cmd://kubectl config view --flatten --minify --context='minikube'"`;
	const certificates = kubeconfig(["minikube"], {
		cluster: { authority: "/home/alice/.minikube/ca.crt" },
		user: { certificate: "client.crt", key: "client.key" },
	});

	it("are named, with the command that puts them in", () => {
		expect(() => findAccess(certificates, {})).toThrow(
			refused(
				"the kubeconfig refers to files that are not in it: certificate-authority /home/alice/.minikube/ca.crt, client-certificate client.crt, client-key client.key",
				flatten,
			),
		);
	});

	it("of the user do not matter where there is a token", () => {
		expect(() => findAccess(certificates, { hasToken: true })).toThrow(
			refused(
				"the kubeconfig refers to files that are not in it: certificate-authority /home/alice/.minikube/ca.crt",
				flatten,
			),
		);
	});

	it("that hold a token are given as such, as nothing puts them in", () => {
		const config = as({ tokenFile: "/var/run/token" });
		expect(() => findAccess(config, {})).toThrow(
			refused(
				"the kubeconfig refers to a file that is not in it: tokenFile /var/run/token",
				"give that file itself: --token=file:///var/run/token",
			),
		);
		expect(findAccess(config, { hasToken: true })).toEqual(["--context=shop"]);
	});
});

describe("a program that makes credentials", () => {
	it.each([
		[
			"aws",
			"aws --region eu eks get-token --cluster-name shop",
			"aws --region eu eks get-token --cluster-name shop",
		],
		["gke-gcloud-auth-plugin", "", "gcloud auth print-access-token"],
		[
			"kubelogin",
			"",
			"kubelogin get-token --login azurecli --server-id 6dae42f8-4368-4678-94ff-3960e28e3630",
		],
		[
			"doctl",
			"",
			"doctl kubernetes cluster kubeconfig exec-credential --version=v1beta1 CLUSTER-ID",
		],
		["oci", "", "oci ce cluster generate-token --cluster-id OCID"],
		["tsh", "", "tsh with the arguments that the kubeconfig gives it"],
	])(
		"is told as %s, with the command for its token",
		(plugin, call, command) => {
			expect(() => findAccess(as({ plugin, call }), {})).toThrow(
				refused(
					`the kubeconfig asks the program ${plugin} for its credentials, and the container has none`,
					`let it make the token here: --token='cmd://${command}'`,
				),
			);
		},
	);

	it("is not asked where there is a token", () => {
		expect(findAccess(as({ plugin: "aws" }), { hasToken: true })).toEqual([
			"--context=shop",
		]);
	});
});

describe("what a look into the kubeconfig explains", () => {
	const answer = (stderr: string, code = 1) => ({ code, stdout: "", stderr });

	it.each([
		"Unable to connect to the server: getting credentials: exec: executable aws not found",
		'error: no Auth Provider found for name "gcp"',
		"Error in configuration: context was not found for specified context: nope",
		"The connection to the server localhost:8080 was refused - did you specify the right host or port?",
		"The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?",
		"Unable to connect to the server: dial tcp: lookup host.docker.internal on 10.87.0.1:53: no such host",
		"error: unable to read certificate-authority /ca.crt for eks due to open /ca.crt: no such file or directory",
		'error: error loading config file "/run/kubeconfig": yaml: line 4: did not find expected node content',
		"error: EOF",
		"error: open /x/t: no such file or directory",
	])("%s", (stderr) => {
		expect(isAboutKubeconfig(answer(stderr))).toBe(true);
		expect(isAboutKubeconfig(answer(stderr, 0))).toBe(false);
	});

	it.each([
		"Unable to connect to the server: dial tcp: lookup kube.example.com on 10.87.0.1:53: no such host",
		"error: You must be logged in to the server (Unauthorized)",
		'Error from server (InternalError): failed calling webhook "a.b": Post "https://127.0.0.1:9443": dial tcp 127.0.0.1:9443: connect: connection refused',
		'Error from server (NotFound): pods "localhost" not found',
	])("not %s", (stderr) => {
		expect(isAboutKubeconfig(answer(stderr))).toBe(false);
	});
});
