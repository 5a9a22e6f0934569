import { describe, expect, it } from "vitest";
import { classifyPush } from "../../../dagger/src/failures/catalogue.js";
import { registry } from "../../../dagger/src/failures/registry.js";

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
	it("is worth it only where the registry is at fault", () => {
		expect(
			registry
				.filter((entry) => entry.class === "transient")
				.map(({ sentence }) => sentence),
		).toEqual([limited, faulty]);
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
