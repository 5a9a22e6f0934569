import { describe, expect, it } from "vitest";
import {
	catalogue,
	classifyRefusal,
} from "../../../dagger/src/failures/catalogue.js";
import { text } from "../health/fixture.js";

const program =
	"the kubeconfig asks a program for its credentials, and the container has none";
const context = "the kubeconfig has no such context";
const nowhere = "the kubeconfig names no cluster";
const itself =
	"the kubeconfig's server is this machine itself, which a container cannot reach";
const files = "the kubeconfig refers to files that are not in it";
const stranger = "the kubeconfig has no credentials";
const expired = "the cluster refused the kubeconfig's credentials";
const certificate = "the cluster's TLS certificate is not accepted";
const unreachable = "the cluster cannot be reached from the Dagger engine";
const unreadable = "the kubeconfig is not one that kubectl can read";
const kind = "the cluster does not know a kind that the manifests use";
const owned = "another field manager owns fields that the manifests set";
const forbidden = "the kubeconfig's account lacks a permission";
const busy = "the API server does not answer as it should";

/** What kubectl said when the cluster refused manifests. */
const saidOf = (name: string) => text(`refused/${name}.txt`);
const refusals: [sentence: string, message: string][] = Object.entries({
	"account-missing":
		"app needs the ServiceAccount deployer, which does not exist",
	"immutable-job": "app has a changed field that cannot change in place",
	"immutable-pod": "app has a changed field that cannot change in place",
	"immutable-selector": "app has a changed field that cannot change in place",
	"immutable-statefulset":
		"app has a changed field that cannot change in place",
	"limit-range": "app asks for more or less memory than the namespace allows",
	"pod-security":
		"app violates the namespace's Pod security level restricted:latest",
	policy: "app is refused by the cluster's policy fixtures-policy",
	quota: "app exceeds the namespace's quota small",
	"quota-without-limits":
		"app must specify limits.memory: the namespace's quota small asks for it",
	webhook:
		"waits for the cluster's webhook signed.example.com, which does not answer",
}).map(([name, sentence]) => [sentence, saidOf(name)]);

/** The same error, as kubectl's library logs it before. */
const logged = (server: string, error: string) =>
	`E1123 08:30:14.038743   20311 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list: Get \\"https://${server}/api?timeout=32s\\": ${error}"\n`;
const stubborn = (server: string) =>
	`The connection to the server ${server} was refused - did you specify the right host or port?`;
const invalid = (server: string, error: string) =>
	`error: error validating "/objects.json": error validating data: failed to download openapi: Get "https://${server}/openapi/v2?timeout=32s": ${error}; if you choose to ignore these errors, turn validation off with --validate=false`;

// What kubectl 1.34 said to kubeconfigs and manifests made for it.
const answers: [sentence: string, message: string][] = [
	[
		program,
		"Unable to connect to the server: getting credentials: exec: executable aws not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.",
	],
	[
		program,
		"Unable to connect to the server: getting credentials: exec: fork/exec /usr/local/bin/aws: no such file or directory",
	],
	[program, 'error: no Auth Provider found for name "gcp"'],
	[context, 'error: context "nope" does not exist'],
	[
		context,
		"Error in configuration: context was not found for specified context: nope",
	],
	[
		nowhere,
		logged(
			"localhost:8080",
			"dial tcp 127.0.0.1:8080: connect: connection refused",
		) + stubborn("localhost:8080"),
	],
	[
		itself,
		logged(
			"127.0.0.1:36443",
			"dial tcp 127.0.0.1:36443: connect: connection refused",
		) + stubborn("127.0.0.1:36443"),
	],
	[itself, stubborn("0.0.0.0:6550")],
	[itself, stubborn("[::1]:6443")],
	[itself, stubborn("localhost")],
	[
		itself,
		invalid(
			"0.0.0.0:6550",
			"dial tcp 0.0.0.0:6550: connect: connection refused",
		),
	],
	[
		files,
		"Error in configuration: \n* unable to read client-cert /home/alice/.minikube/client.crt for u due to open /home/alice/.minikube/client.crt: no such file or directory\n* unable to read certificate-authority /home/alice/.minikube/ca.crt for c due to open /home/alice/.minikube/ca.crt: no such file or directory",
	],
	[files, "error: open /var/run/token: no such file or directory"],
	[stranger, "error: EOF"],
	[expired, "error: You must be logged in to the server (Unauthorized)"],
	[
		certificate,
		"Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
	],
	[
		certificate,
		"Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for kubernetes, localhost, not other",
	],
	[
		certificate,
		"error: unable to load root certificates: unable to parse bytes as PEM block",
	],
	[certificate, "error: tls: failed to find any PEM data in certificate input"],
	[
		unreachable,
		"Unable to connect to the server: dial tcp: lookup kube.example.com on 10.87.0.1:53: no such host",
	],
	[
		unreachable,
		"Unable to connect to the server: dial tcp: lookup kube.example.com on 127.0.0.1:53: no such host",
	],
	[unreachable, stubborn("172.17.0.1:1")],
	[
		unreachable,
		invalid(
			"172.17.0.1:1",
			"dial tcp 172.17.0.1:1: connect: connection refused",
		),
	],
	[
		unreachable,
		invalid(
			"10.0.0.7:6443",
			"net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
		),
	],
	[
		unreadable,
		"error: error loading config file \"/run/kubeconfig\": yaml: line 2: did not find expected ',' or ']'",
	],
	[
		unreadable,
		'error: error loading config file "/run/kubeconfig": json: cannot unmarshal string into Go struct field Config.clusters of type []v1.NamedCluster',
	],
	[
		unreadable,
		'error: error loading config file "/run/kubeconfig": illegal base64 data at input byte 0',
	],
	[
		busy,
		"Error from server (ServiceUnavailable): the server is currently unable to handle the request",
	],
	[busy, "Error from server: etcdserver: leader changed"],
	[
		"the API server does not list a kind that is asked for",
		'error: the server doesn\'t have a resource type "events"',
	],
	[
		forbidden,
		'E1123 08:30:14.038743   20311 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: forbidden: User \\"system:anonymous\\" cannot get path \\"/api\\""',
	],
	[
		"pvc has a changed field that cannot change in place",
		'The PersistentVolumeClaim "pvc" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests',
	],
	[
		"web has a changed field that cannot change in place",
		'The RoleBinding "web" is invalid: roleRef: Invalid value: cannot change roleRef',
	],
	[
		kind,
		'error: resource mapping not found for name: "web" namespace: "" from "/objects.json": no matches for kind "IngressRoute" in version "traefik.io/v1alpha1"\nensure CRDs are installed first',
	],
	[
		owned,
		'error: Apply failed with 1 conflict: conflict with "other": .spec.selector',
	],
	[
		owned,
		'error: Apply failed with 2 conflicts: conflicts with "other":\n- .spec.selector\n- .spec.sessionAffinity',
	],
	[
		forbidden,
		'Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:shop:ci" cannot list resource "pods" in API group "" in the namespace "shop"',
	],
	[
		forbidden,
		'Error from server (Forbidden): certificates.cert-manager.io "web" is forbidden: User "system:serviceaccount:shop:ci" cannot patch resource "certificates" in API group "cert-manager.io" in the namespace "shop"',
	],
	[
		"app needs the PriorityClass urgent, which does not exist",
		'Error from server (Forbidden): pods "app" is forbidden: no PriorityClass with name urgent was found',
	],
	...refusals,
];

describe("a request that failed", () => {
	it.each(answers)("%s: %s", (sentence, message) => {
		expect(classifyRefusal(message)?.sentence).toBe(sentence);
	});

	const entries = catalogue.filter(({ from }) =>
		from.some((source) => source === "api-server" || source === "kubectl"),
	);
	it.each(entries)("$name is told by a message of this table", (entry) => {
		const told = answers.map(([, message]) => classifyRefusal(message)?.name);
		expect(told).toContain(entry.name);
	});

	it("blames no kubeconfig for a server that does not tell its groups", () => {
		const away =
			'E1123 08:30:14.038743   20311 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: the server is currently unable to handle the request"';
		expect(classifyRefusal(away)?.name).not.toBe("kubeconfig-unreadable");
	});

	it("has no sentence for what is not known", () => {
		expect(classifyRefusal("it rains")).toBeUndefined();
	});

	it("names the object that was refused, not another in the same output", () => {
		const output = `The Pod "other" is invalid: spec.x: Required value
Error from server (Forbidden): pods "app" is forbidden: exceeded quota: small, requested: pods=1`;
		expect(classifyRefusal(output)?.sentence).toBe(
			"app exceeds the namespace's quota small",
		);
	});
});
