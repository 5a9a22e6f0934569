import { describe, expect, it } from "vitest";
import {
	clusterCauses,
	explain,
	failureText,
	registryCauses,
} from "../../../dagger/src/failures/explanations.js";
import { text } from "../rollout/fixture.js";

const blob =
	"registry.example.com/v2/alice/flask-app/blobs/sha256:e9a4964aee5d3e4416017901ae2eb58623a5631862b9b42210738a439855e7bf";
const token =
	"failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aalice%2Fflask-app%3Apull%2Cpush&service=registry.docker.io";

const limited = "the registry limits the rate of requests";
const faulty = "the registry did not answer properly";
const denied = "the account may not push to this repository";
const refused = "the registry refused the username or the password";
const unreached = "the registry cannot be reached from the Dagger engine";
const untrusted = "the registry's TLS certificate is not accepted";

const ofRegistries: [sentence: string, message: string][] = [
	[
		limited,
		`unexpected status from HEAD request to https://${blob}: 429 Too Many Requests`,
	],
	[
		limited,
		"toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
	],
	[
		faulty,
		`unexpected status from POST request to https://${blob}: 500 Internal Server Error`,
	],
	[
		faulty,
		`unexpected status from PUT request to https://${blob}: 502 Bad Gateway`,
	],
	[faulty, "received unexpected HTTP status: 503 Service Unavailable"],
	[faulty, `failed to do request: Put "https://${blob}": EOF`],
	[
		faulty,
		`failed to do request: Put "https://${blob}": write tcp 172.17.0.2:40312->44.208.254.194:443: write: broken pipe`,
	],
	[
		faulty,
		`failed to do request: Head "https://${blob}": net/http: TLS handshake timeout`,
	],
	[
		faulty,
		`failed to do request: Head "https://${blob}": dial tcp 44.208.254.194:443: i/o timeout`,
	],
	[
		faulty,
		"failed to copy: read tcp 172.17.0.2:40312->44.208.254.194:443: read: connection reset by peer",
	],
	[
		denied,
		"push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
	],
	[denied, "denied: requested access to the resource is denied"],
	[denied, "unauthorized: access token has insufficient scopes"],
	[
		denied,
		`unexpected status from POST request to https://${blob}: 403 Forbidden`,
	],
	[
		refused,
		`unexpected status from HEAD request to http://${blob}: 401 Unauthorized`,
	],
	[refused, `${token}: 401 Unauthorized: incorrect username or password`],
	[refused, "no basic auth credentials"],
	[
		unreached,
		`failed to do request: Head "https://${blob}": dial tcp: lookup registry.example.com on 10.87.0.1:53: no such host`,
	],
	[
		unreached,
		`failed to do request: Head "https://${blob}": dial tcp 172.17.0.1:1: connect: connection refused`,
	],
	[
		unreached,
		`failed to do request: Head "https://${blob}": dial tcp 10.0.0.7:443: connect: no route to host`,
	],
	[
		untrusted,
		`failed to do request: Head "https://${blob}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
	],
	[
		untrusted,
		`failed to do request: Head "https://${blob}": http: server gave HTTP response to HTTPS client`,
	],
];

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
const ofClusters: [sentence: string, message: string][] = [
	[
		program,
		"Unable to connect to the server: getting credentials: exec: executable aws not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.",
	],
	[
		program,
		"Unable to connect to the server: getting credentials: exec: fork/exec /usr/local/bin/aws: no such file or directory",
	],
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

describe.each([
	["registries", registryCauses, ofRegistries],
	["clusters", clusterCauses, ofClusters],
])("the causes that %s tell", (_, causes, table) => {
	it.each(table)("%s: %s", (sentence, message) => {
		expect(explain(causes, message)?.sentence).toBe(sentence);
	});

	it("are each told by a message of this table", () => {
		const messages = table.map(([, message]) => message);
		const told = messages.map((message) =>
			causes.findIndex(({ pattern }) => pattern.test(message)),
		);
		expect([...new Set(told)].sort((a, b) => a - b)).toEqual([
			...causes.keys(),
		]);
	});

	it("have no sentence for what is not known", () => {
		expect(explain(causes, "it rains")).toBeUndefined();
	});

	it("read as the end of a sentence, and a next step", () => {
		for (const { sentence, next } of causes) {
			expect(sentence).toMatch(/^[a-z{].*[^.]$/);
			expect(next).toMatch(/^[a-z].*[^.]$/);
		}
	});
});

describe("another try", () => {
	it("is worth it only where the registry is at fault", () => {
		expect(
			registryCauses
				.filter(({ passing }) => passing)
				.map(({ sentence }) => sentence),
		).toEqual([limited, faulty]);
	});

	it.each([
		["app:1.429.0: 401 Unauthorized", refused],
		["app:1.500.0: 401 Unauthorized", refused],
		["app:500: 403 Forbidden", denied],
		["https://example.com/uploads/5a1f-4503-500c: 401 Unauthorized", refused],
	])("is not taken for a number in an address: %s", (message, sentence) => {
		expect(explain(registryCauses, message)?.sentence).toBe(sentence);
	});
});

describe("a failure's text", () => {
	const cause = { pattern: /./, sentence: "it is dark", next: "make light" };

	it("has what, cause, evidence and next step", () => {
		expect(
			failureText("look: nothing seen", "\nno lamp\n\nno moon\n", cause),
		).toBe(`look: nothing seen: it is dark
  said     no lamp
  said     no moon
  next     make light`);
	});

	it("has no more than there is", () => {
		expect(failureText("look: nothing seen", "")).toBe("look: nothing seen");
	});

	it("keeps the beginning and the end of what is long", () => {
		const lines = (count: number) =>
			Array.from({ length: count }, (_, index) => `${index + 1}`);
		const text = (count: number) =>
			failureText("x", lines(count).join("\n"))
				.split("\n")
				.slice(1)
				.map((line) => line.replace("  said     ", ""));
		expect(text(12)).toEqual(lines(12));
		expect(text(99)).toEqual([..."1234", "…", ...lines(99).slice(-8)]);
	});

	it("leaves out what kubectl logs before it says it", () => {
		const log = logged("10.0.0.7:6443", "dial tcp 10.0.0.7:6443: i/o timeout");
		const told = "Unable to connect to the server: i/o timeout";
		expect(failureText("x", log.repeat(5) + told)).toBe(
			`x\n  said     ${told}`,
		);
		expect(failureText("x", log)).toBe(`x\n  said     ${log.trim()}`);
	});

	it("names the fields of a conflict, without the lecture", () => {
		const conflicts = text("conflict/other.txt");
		expect(failureText("x", conflicts)).toBe(`x
  said     error: Apply failed with 2 conflicts: conflicts with "other":
  said     - .spec.selector
  said     - .spec.sessionAffinity`);
	});
});
