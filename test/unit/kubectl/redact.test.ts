import { describe, expect, it } from "vitest";
import { redact, secretForms } from "../../../dagger/src/kubectl/redact.js";

describe("a known secret", () => {
	const secrets = secretForms("alice", "s3cret-pa$$ +1");

	it.each([
		["as it is", "login with s3cret-pa$$ +1 failed", "login with *** failed"],
		[
			"more than once",
			"s3cret-pa$$ +1, s3cret-pa$$ +1",
			`${["***", "***"].join(", ")}`,
		],
		["in base64", "x czNjcmV0LXBhJCQgKzE= y", "x *** y"],
		["in a login", "x YWxpY2U6czNjcmV0LXBhJCQgKzE= y", "x *** y"],
	])("is masked %s", (_, text, expected) => {
		expect(redact(text, secrets)).toBe(expected);
	});

	it("is masked whole where another is a part of it", () => {
		expect(redact("abcdefgh", ["abcd", "abcdefgh"])).toBe("***");
	});

	it("is left where it is too short to be one", () => {
		expect(redact("a cat sat", ["a", "cat", ""])).toBe("a cat sat");
	});
});

describe("what looks like a secret", () => {
	it.each([
		["password: hunter22", "password: ***"],
		["DB_PASSWORD=hunter22", "DB_PASSWORD=***"],
		["passwd = hunter22", "passwd = ***"],
		["client_secret=hunter22&next=1", "client_secret=***"],
		["api-key: hunter22", "api-key: ***"],
		["API_KEY=hunter22 GREETING=hello", "API_KEY=*** GREETING=hello"],
		['{"token":"hunter22","user":"alice"}', '{"token":"***","user":"alice"}'],
		["{'token': 'hunter22'}", "{'token': '***'}"],
		['{"password": "correct horse, staple"}', '{"password": "***"}'],
		["password: 'correct horse, staple'", "password: '***'"],
		[
			String.raw`{\"auth\":\"aHVudGVyMjI=\",\"email\":\"a@b.c\"}`,
			String.raw`{\"auth\":\"***\",\"email\":\"a@b.c\"}`,
		],
		["client-key-data: LS0tLS1CRUdJ", "client-key-data: ***"],
		[".dockerconfigjson: eyJhdXRocyI6e319", ".dockerconfigjson: ***"],
		['  ".dockerconfigjson": "eyJhdXRoc"', '  ".dockerconfigjson": "***"'],
		["Authorization: Bearer abc.def-123", "Authorization: Bearer ***"],
		["Authorization: Basic YWxpY2U6eA==", "Authorization: Basic ***"],
		["got eyJhbGciOiJSUzI1.eyJpc3MiOiJr.c2ln end", "got *** end"],
		[
			"postgres://alice:hunter22@db:5432/shop",
			"postgres://alice:***@db:5432/shop",
		],
		[
			"a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb",
			"a\n***\nb",
		],
		["-----BEGIN PRIVATE KEY-----\nMIIE", "***"],
	])("%s", (text, expected) => {
		expect(redact(text, [])).toBe(expected);
	});
});

describe("what does not look like one is left", () => {
	it.each([
		"ModuleNotFoundError: No module named 'flask'",
		"GET http://web:8000/healthz 200",
		"image docker.io/alice/app@sha256:4f1c",
		'secret "app" not found',
		"couldn't find key password in Secret shop/db",
		"author: alice, authority: none",
		'password: ""',
		"no basic auth credentials",
		"-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
	])("%s", (text) => {
		expect(redact(text, [])).toBe(text);
	});
});
