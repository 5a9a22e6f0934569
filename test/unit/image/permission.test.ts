import { describe, expect, it } from "vitest";
import {
	checkPull,
	checkPush,
	mayPush,
} from "../../../dagger/src/image/permission.js";
import { parseChallenge } from "../../../dagger/src/image/registry-api.js";

const login = (registry = "registry.example.com:5000") => ({
	repository: { registry, path: "alice/web" },
	credentials: { registry, username: "alice", password: "s3cret" },
});
const basic = `Basic ${Buffer.from("alice:s3cret").toString("base64")}`;
const token = (actions: string[]) =>
	`e30.${Buffer.from(JSON.stringify({ access: [{ type: "repository", name: "alice/web", actions }] })).toString("base64url")}.x`;

type Asked = { method: string; url: string; authorization: string };

/** A registry in memory: what it answers, by method and path. */
function registry(answers: Record<string, () => Response>) {
	const asked: Asked[] = [];
	const ask: typeof fetch = async (input, options = {}) => {
		const url = new URL(`${input}`);
		const { method = "GET", headers } = options;
		const authorization = new Headers(headers).get("authorization") ?? "";
		asked.push({ method, url: url.href, authorization });
		const answer = answers[`${method} ${url.origin}${url.pathname}`];
		if (!answer) throw new TypeError("fetch failed");
		return answer();
	};
	return { ask, asked };
}

const at = "https://registry.example.com:5000/v2/";
const reply =
	(status: number, headers = {}) =>
	() =>
		new Response(null, { status, headers });
const wants = (challenge: string) =>
	reply(401, { "WWW-Authenticate": challenge });
const bearer = `Bearer realm="https://auth.example.com/token",service="registry.example.com"`;

describe("the right to push", () => {
	it.each([
		[
			["pull", "push"],
			"met",
			"alice may push to registry.example.com:5000/alice/web",
		],
		[["*"], "met", "alice may push to registry.example.com:5000/alice/web"],
		[
			["pull"],
			"unmet",
			"alice may not push to registry.example.com:5000/alice/web",
		],
		[[], "unmet", "alice may not push to registry.example.com:5000/alice/web"],
	])("is read off a token that allows %j", async (actions, result, found) => {
		const { ask, asked } = registry({
			[`GET ${at}`]: wants(bearer),
			"GET https://auth.example.com/token": () =>
				Response.json({ token: token(actions) }),
		});
		expect(await checkPush(login(), ask)).toMatchObject({ result, found });
		// No upload is begun, and the password goes to the token's service only.
		expect(asked).toEqual([
			{ method: "GET", url: at, authorization: "" },
			{
				method: "GET",
				url: "https://auth.example.com/token?service=registry.example.com&scope=repository%3Aalice%2Fweb%3Apull%2Cpush",
				authorization: basic,
			},
		]);
	});

	it("is tried with a token that does not tell", async () => {
		const { ask, asked } = registry({
			[`GET ${at}`]: wants(bearer),
			"GET https://auth.example.com/token": () =>
				Response.json({ access_token: "opaque" }),
			[`POST ${at}alice/web/blobs/uploads/`]: reply(202, {
				location: "/v2/alice/web/blobs/uploads/1?state=a",
			}),
			[`DELETE ${at}alice/web/blobs/uploads/1`]: reply(204),
		});
		expect(await checkPush(login(), ask)).toMatchObject({ result: "met" });
		expect(asked.slice(2)).toEqual([
			{
				method: "POST",
				url: `${at}alice/web/blobs/uploads/`,
				authorization: "Bearer opaque",
			},
			{
				method: "DELETE",
				url: `${at}alice/web/blobs/uploads/1?state=a`,
				authorization: "Bearer opaque",
			},
		]);
	});

	it.each([
		[202, "met", "alice may push"],
		[401, "unmet", "refused the username or the password"],
		[403, "unmet", "alice may not push"],
		[404, "unmet", "has no repository registry.example.com:5000/alice/web"],
		[500, "unknown", "answered HTTP 500"],
	])(
		"of a login by password is told by HTTP %d: %s",
		async (status, result, found) => {
			const { ask, asked } = registry({
				[`GET ${at}`]: wants(`Basic realm="registry"`),
				[`POST ${at}alice/web/blobs/uploads/`]: reply(status),
			});
			const check = await checkPush(login(), ask);
			expect(check.result).toBe(result);
			expect(check.found).toContain(found);
			expect(asked.at(-1)?.authorization).toBe(basic);
		},
	);

	it("is refused with the token", async () => {
		const { ask } = registry({
			[`GET ${at}`]: wants(bearer),
			"GET https://auth.example.com/token": reply(401),
		});
		expect(await checkPush(login(), ask)).toMatchObject({ result: "unmet" });
	});

	it("is asked of the host that Docker Hub's API has", async () => {
		const { ask, asked } = registry({});
		expect(await checkPush(login("docker.io"), ask)).toMatchObject({
			result: "unknown",
		});
		expect(asked[0]?.url).toBe("https://registry-1.docker.io/v2/");
	});

	const failing =
		(code: string): typeof fetch =>
		async () => {
			throw new TypeError("fetch failed", {
				cause: Object.assign(new Error("no TLS"), { code }),
			});
		};

	it("is asked in plain HTTP only where no TLS is spoken", async () => {
		const plain = registry({
			[`GET ${at.replace("https", "http")}`]: reply(200),
			[`POST ${at.replace("https", "http")}alice/web/blobs/uploads/`]:
				reply(202),
		});
		const ask =
			(code: string): typeof fetch =>
			(url, options) =>
				`${url}`.startsWith("https:")
					? failing(code)(url, options)
					: plain.ask(url, options);
		for (const code of ["ERR_SSL_WRONG_VERSION_NUMBER", "EPROTO"])
			expect(await checkPush(login(), ask(code))).toMatchObject({
				result: "met",
			});
		plain.asked.length = 0;
		for (const code of ["CERT_HAS_EXPIRED", "ECONNREFUSED", "ENOTFOUND"])
			expect(await checkPush(login(), ask(code))).toMatchObject({
				result: "unknown",
				found:
					"cannot be known: the registry does not answer the module (no TLS), only the engine",
			});
		expect(plain.asked).toEqual([]);
	});
});

describe("what a registry asks for", () => {
	it.each([
		[`Basic realm="Registry"`, { kind: "basic" }],
		[`basic realm=x`, { kind: "basic" }],
		[
			`Bearer realm="https://a.example.com/token",service="r",scope="x"`,
			{ kind: "bearer", realm: "https://a.example.com/token?service=r" },
		],
		[
			`Bearer realm="https://gitlab.example.com/jwt/auth?x=1"`,
			{ kind: "bearer", realm: "https://gitlab.example.com/jwt/auth?x=1" },
		],
		[
			`Bearer realm="https://git.example.com/v2/token",service="container_registry",scope="*", Basic realm="Gitea Container Registry"`,
			{
				kind: "bearer",
				realm: "https://git.example.com/v2/token?service=container_registry",
			},
		],
		["", { kind: "none" }],
		[`Bearer realm="nowhere"`, { kind: "none" }],
	])("%s", (header, challenge) => {
		expect(parseChallenge(header)).toEqual(challenge);
	});

	it.each(["", "opaque", "a.b.c", "e30.e30.x"])(
		"the token %j does not tell",
		(token) => {
			expect(mayPush(token)).toBeUndefined();
		},
	);
});

describe("the right to pull", () => {
	const manifest = `HEAD ${at}alice/web/manifests/sha256:4f1c`;
	const given = {
		"GET https://auth.example.com/token": () =>
			Response.json({ token: "opaque" }),
		[`GET ${at}`]: wants(bearer),
	};

	const where = "registry.example.com:5000/alice/web";
	const may = `alice may pull ${where}`;
	const mayNot = `alice may not pull ${where}: the registry answers HTTP`;
	const lost = { "GET https://auth.example.com/token": reply(401) };

	it.each([
		["has it", { [manifest]: reply(200) }, "met", may],
		["asks for what is not there", { [manifest]: reply(404) }, "met", may],
		["lacks it", { [manifest]: reply(403) }, "unmet", `${mayNot} 403`],
		["has another password", lost, "unmet", `${mayNot} 401`],
		["asks at a bad moment", { [manifest]: reply(500) }, "unknown", "HTTP 500"],
	])("is looked up: an account %s", async (_, answers, result, found) => {
		const { ask } = registry({ ...given, ...answers });
		const check = await checkPull(login(), ask, "sha256:4f1c");
		expect(check.result).toBe(result);
		expect(check.found).toContain(found);
	});

	it("cannot be known of what may not be there, of an account that has logged in", async () => {
		const latest = `HEAD ${at}alice/web/manifests/latest`;
		const { ask } = registry({ ...given, [latest]: reply(401) });
		expect(await checkPull(login(), ask)).toMatchObject({ result: "unknown" });
		const other = registry({ ...given, ...lost });
		expect(await checkPull(login(), other.ask)).toMatchObject({
			result: "unmet",
		});
	});

	it("is asked for with the password itself, where the registry wants that", async () => {
		const { ask, asked } = registry({
			[`GET ${at}`]: wants('Basic realm="x"'),
			[manifest]: reply(401),
		});
		expect(await checkPull(login(), ask, "sha256:4f1c")).toMatchObject({
			result: "unmet",
		});
		expect(asked.at(-1)?.authorization).toBe(basic);
	});

	it("cannot be known where the login was not asked for", async () => {
		const { ask } = registry({
			[`GET ${at}`]: reply(200),
			[manifest]: reply(401),
		});
		expect(await checkPull(login(), ask, "sha256:4f1c")).toMatchObject({
			result: "unknown",
		});
	});

	it("cannot be known where the registry does not answer", async () => {
		const { ask } = registry({});
		expect(await checkPull(login(), ask)).toMatchObject({
			result: "unknown",
		});
	});
});
