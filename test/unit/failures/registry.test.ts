import { describe, expect, it } from "vitest";
import { classifyPush } from "../../../dagger/src/failures/catalogue.js";
import { registry } from "../../../dagger/src/failures/registry.js";

const blob =
	"registry.example.com/v2/alice/flask-app/blobs/sha256:e9a4964aee5d3e4416017901ae2eb58623a5631862b9b42210738a439855e7bf";
const token =
	"failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aalice%2Fflask-app%3Apull%2Cpush&service=registry.docker.io";

const limited = "the registry limits the rate of requests";
const answered = (status: string) => `the registry answered ${status}`;
const broken = "the connection to the registry broke";
const untaken = "the registry did not take what it was sent";
const late = "the registry did not answer in time";
const quota = "the account's quota at the registry is used up";
const immutable =
	"the tag is there already, and this registry lets no tag change";
const misnamed = "the registry refuses the image's name";
const missing =
	"the registry has no such repository, and a push does not make it";
const large = "a layer is too large for the registry, or for a proxy before it";
const invalid = "the registry does not accept the image's content";
const denied = "the account may not push to this repository";
const refused = "the registry refused the username or the password";
const unreached = "the registry cannot be reached from the Dagger engine";
const untrusted = "the registry's TLS certificate is not accepted";

const answers: [sentence: string, message: string][] = [
	[
		limited,
		`unexpected status from HEAD request to https://${blob}: 429 Too Many Requests`,
	],
	[
		limited,
		"toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
	],
	[
		limited,
		`unexpected status from POST request to https://${blob}: 429 Too Many Requests
toomanyrequests: retry-after: 10.305464ms, allowed: 2000/minute`,
	],
	[
		limited,
		`unexpected status from PUT request to https://${blob}: 403 Forbidden
denied: You have exceeded a secondary rate limit`,
	],
	[
		answered("500 Internal Server Error"),
		`unexpected status from POST request to https://${blob}: 500 Internal Server Error`,
	],
	[
		answered("502 Bad Gateway"),
		`unexpected status from PUT request to https://${blob}: 502 Bad Gateway`,
	],
	[
		answered("503 Service Unavailable"),
		"received unexpected HTTP status: 503 Service Unavailable",
	],
	[
		answered("503 Service Unavailable"),
		`unexpected status from PUT request to https://${blob}: 503 Service Unavailable
unavailable: service unavailable [traceparent:3fc8-1]`,
	],
	[
		answered("504"),
		`unexpected status from PUT request to https://${blob}: 504`,
	],
	[
		answered("408 Request Timeout"),
		`unexpected status from PUT request to https://${blob}: 408 Request Timeout`,
	],
	[broken, `failed to do request: Put "https://${blob}": EOF`],
	[
		broken,
		`failed to do request: Put "https://${blob}": write tcp 172.17.0.2:40312->44.208.254.194:443: write: broken pipe`,
	],
	[
		late,
		`failed to do request: Head "https://${blob}": net/http: TLS handshake timeout`,
	],
	[
		late,
		`failed to do request: Head "https://${blob}": dial tcp 44.208.254.194:443: i/o timeout`,
	],
	[
		broken,
		"failed to copy: read tcp 172.17.0.2:40312->44.208.254.194:443: read: connection reset by peer",
	],
	[
		broken,
		`push content sha256:e9a4 (1024 bytes): failed to do request: Put "https://${blob}": http: server closed idle connection: read/write on closed pipe`,
	],
	[untaken, "short read: expected 480 bytes but got 0: unexpected EOF"],
	[broken, "short read: expected 480 bytes but got 12: unexpected EOF"],
	[
		late,
		`failed to do request: Post "https://${blob}": net/http: timeout awaiting response headers`,
	],
	[
		quota,
		`unexpected status from PUT request to https://${blob}: 403 Forbidden
denied: adding 29.0 MiB of storage resource, which when updated to current usage of 152.4 MiB will exceed the configured upper limit of 10.0 MiB.`,
	],
	[quota, "denied: registry contains 1 repositories, limit is 1"],
	[quota, "denied: Quota has been exceeded on namespace"],
	[
		quota,
		`unexpected status from PUT request to https://${blob}: 507 Insufficient Storage`,
	],
	[
		immutable,
		`unexpected status from PUT request to https://${blob}: 400 Bad Request
unknown: The image tag 'latest' already exists in the 'flask-app' repository and cannot be overwritten because the repository is immutable.`,
	],
	[
		misnamed,
		`unexpected status from POST request to https://${blob}: 400 Bad Request
unknown: invalid repository name`,
	],
	[
		missing,
		`unexpected status from POST request to https://${blob}: 404 Not Found
unknown: The repository with name 'flask-app' does not exist in the registry with id '123456789012'`,
	],
	[
		missing,
		`unexpected status from POST request to https://${blob}: 401 Unauthorized
unauthorized: project apps not found: project apps not found`,
	],
	[
		large,
		`unexpected status from PUT request to https://${blob}: 413 Request Entity Too Large`,
	],
	[
		invalid,
		`unexpected status from PUT request to https://${blob}: 400 Bad Request
unknown: manifest invalid`,
	],
	[
		invalid,
		`unexpected status from PUT request to https://${blob}: 404 Not Found
unknown: blob upload unknown to registry`,
	],
	[
		invalid,
		`unexpected status from PUT request to https://${blob}: 400 Bad Request
unknown: provided digest did not match uploaded content`,
	],
	[
		"the registry refused it with 405 Method Not Allowed",
		`unexpected status from PUT request to https://${blob}: 405 Method Not Allowed
unsupported: The operation is unsupported.`,
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
		unreached,
		`failed to do request: Head "http://[::1]:9/v2/": dial tcp [::1]:9: connect: cannot assign requested address`,
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

describe("a registry's answer to a push", () => {
	it.each(answers)("%s: %s", (sentence, message) => {
		expect(classifyPush(message)?.sentence).toBe(sentence);
	});

	it.each(registry)("$name is told by a message of this table", (entry) => {
		const told = answers.map(([, message]) => classifyPush(message)?.name);
		expect(told).toContain(entry.name);
	});

	it("has no sentence for what is not known", () => {
		expect(classifyPush("it rains")).toBeUndefined();
	});
});

describe("another try", () => {
	it("is worth it only where the registry or the way to it is at fault", () => {
		expect(
			registry
				.filter((entry) => entry.class === "transient")
				.map(({ name }) => name),
		).toEqual([
			"push-rate-limit",
			"push-server-error",
			"push-not-repeated",
			"push-broken",
			"push-timeout",
		]);
	});

	it.each([
		"quota-service",
		"denied/unauthorized",
		"toomanyrequests",
		"immutable-eof/app",
	])("is not refused because of an image's name: %s", (name) => {
		for (const [head, tail] of [
			["unexpected status from PUT request to https://ghcr.io/v2/", ": 500"],
			['failed to do request: Put "http://ghcr.io/v2/', '": broken pipe'],
		])
			expect(
				classifyPush(`${head}${name}/manifests/latest${tail}`)?.sentence,
			).toBe(tail === ": 500" ? answered("500") : broken);
	});

	it.each([
		["app:1.429.0: 401 Unauthorized", refused],
		["app:1.500.0: 401 Unauthorized", refused],
		["app:500: 403 Forbidden", denied],
		["https://example.com/uploads/5a1f-4503-500c: 401 Unauthorized", refused],
	])("is not taken for a number in an address: %s", (message, sentence) => {
		expect(classifyPush(message)?.sentence).toBe(sentence);
	});
});
