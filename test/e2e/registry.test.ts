import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { folder, slipway } from "./support/lab.js";
import {
	type Fault,
	misbehavingRegistry,
	type Request,
} from "./support/misbehaving-registry.js";
import { sample } from "./support/sample.js";

/** What the registry does wrong, what comes of the push, and how often it was asked for what went wrong. */
type Case = {
	fault: (request: Request, tries: number) => Fault | undefined;
	/** The reference by digest, or the sentence of the failure. */
	ends: RegExp;
	/** What is said on the way. */
	says?: string[];
	asked: Record<string, number>;
};

const digest =
	/^127\.0\.0\.1:\d+\/alice\/e2e-registry-\w+@sha256:[0-9a-f]{64}$/;
const refusal = (sentence: string, tries = "") =>
	new RegExp(
		`Error: push: \\S+:(latest|slipway-\\w+) was not pushed${tries}: ${sentence}\n {2}message {2}.*\n(.*\n)* {2}next {5}\\w`,
	);
/** Whether the manifest is there already: when it is asked for, the layers are, and nothing else is under way. */
const atManifest =
	(fault: Fault, times = Number.POSITIVE_INFINITY) =>
	({ name }: Request, tries: number) =>
		name === "HEAD manifests" && tries <= times ? fault : undefined;
const once = (
	isMeant: (request: Request) => boolean,
	fault: Fault,
): Case["fault"] => {
	let left = 1;
	return (request) => (isMeant(request) && left-- > 0 ? fault : undefined);
};
const challenge = { "WWW-Authenticate": 'Basic realm="lab"' };

// The engine's own client asks again at once after a 500 (once), a 429 and a 401 (five times): containerd, retryRequest.
const cases: Record<string, Case> = {
	"500 twice, then fine": {
		fault: atManifest({ status: 500 }, 2),
		ends: digest,
		says: [
			"…  push: the registry answered 500 Internal Server Error, trying again in 1 s",
		],
		asked: { "HEAD manifests": 3 },
	},
	"500 for ever": {
		fault: atManifest({ status: 500 }),
		ends: refusal(
			"the registry answered 500 Internal Server Error",
			" in 4 tries",
		),
		says: [
			"trying again in 1 s",
			"trying again in 4 s",
			"trying again in 10 s",
		],
		asked: { "HEAD manifests": 8 },
	},
	"429 with Retry-After": {
		fault: atManifest({ status: 429, headers: { "Retry-After": "5" } }, 6),
		ends: digest,
		says: [
			"…  push: the registry limits the rate of requests, trying again in 6 s",
		],
		asked: { "HEAD manifests": 7 },
	},
	"500 for the manifest itself": {
		fault: ({ name }, tries) =>
			name === "PUT manifests" && tries === 1 ? { status: 500 } : undefined,
		ends: digest,
		says: [
			"…  push: the registry did not take what it was sent, trying again in 2 s",
		],
		asked: { "HEAD manifests": 2 },
	},
	"a reset in the middle of a layer": {
		fault: once(
			({ name, bytes }) => name === "PUT uploads" && bytes > 1_000_000,
			{ resetAfter: 200_000 },
		),
		ends: digest,
		says: [
			"…  push: the connection to the registry broke, trying again in 1 s",
		],
		asked: { "PUT manifests": 1 },
	},
	"401": {
		fault: atManifest({ status: 401, headers: challenge }),
		ends: refusal("the registry refused the username or the password"),
		asked: { "HEAD manifests": 6 },
	},
	"403": {
		fault: atManifest({ status: 403 }),
		ends: refusal("the account may not push to this repository"),
		asked: { "HEAD manifests": 1 },
	},
	"403 for a quota": {
		fault: ({ name }) =>
			name === "PUT manifests"
				? {
						status: 403,
						errors: [
							{
								code: "DENIED",
								message:
									"adding 1.0 MiB of storage resource, which when updated to current usage of 9.5 MiB will exceed the configured upper limit of 10.0 MiB.",
							},
						],
					}
				: undefined,
		ends: refusal("the account's quota at the registry is used up"),
		asked: { "PUT manifests": 1 },
	},
	"404 for a repository that is not there": {
		fault: ({ name }) =>
			name === "POST uploads"
				? {
						status: 404,
						errors: [
							{
								code: "NAME_UNKNOWN",
								message: "The repository with name 'a' does not exist",
							},
						],
					}
				: undefined,
		ends: refusal(
			"the registry has no such repository, and a push does not make it",
		),
		asked: { "PUT manifests": 0 },
	},
	"an answer that takes two seconds each time": {
		fault: () => ({ delay: 2 }),
		ends: digest,
		asked: { "PUT manifests": 1 },
	},
};

for (const [name, { fault, ends, says = [], asked }] of sample(
	Object.entries(cases),
	6,
))
	test(`a registry that misbehaves: ${name}`, async () => {
		const registry = await misbehavingRegistry(fault);
		// A layer of its own, large enough to be cut off, in a repository of its own.
		const source = await folder({
			Dockerfile: "FROM scratch\nCOPY layer /\n",
			layer: randomBytes(1_500_000).toString("hex"),
		});
		const imageName = `e2e-registry-${randomBytes(4).toString("hex")}`;

		const { code, stdout, stderr } = await slipway(
			{ registry: registry.address, imageName, source },
			"push",
		);

		const isFine = ends === digest;
		expect(isFine ? stdout.trim() : stderr).toMatch(ends);
		expect(code === 0, stderr).toBe(isFine);
		for (const line of says) expect(stderr).toContain(line);
		expect(stderr.match(/trying again/g)?.length ?? 0).toBe(says.length);
		for (const [name, times] of Object.entries(asked))
			expect(registry.count(name), name).toBe(times);
	});

test("a registry with an IPv6 address is logged in to, as far as there is one", async () => {
	const source = await folder({ Dockerfile: "FROM scratch\nCOPY . /\n" });

	const { code, stderr } = await slipway(
		{ registry: "[::1]:9", imageName: "e2e-registry", source },
		"push",
	);

	expect(code).not.toBe(0);
	expect(stderr).toMatch(
		refusal("the registry cannot be reached from the Dagger engine"),
	);
});
