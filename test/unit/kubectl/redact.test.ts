import fc from "fast-check";
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
		["authorization: bearer abc.def-123", "authorization: bearer ***"],
		["SECRET_KEY_BASE=hunter22", "SECRET_KEY_BASE=***"],
		["//registry.npmjs.org/:_auth=hunter22", "//registry.npmjs.org/:_auth=***"],
		["AccountName=a;AccountKey=hunter22;x", "AccountName=a;AccountKey=***;x"],
		["ENCRYPTION_KEY=hunter22", "ENCRYPTION_KEY=***"],
		["dial alice:hunter22@tcp(db:3306)/x", "dial alice:***@tcp(db:3306)/x"],
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
		["MIIE+/x\nAB12==\n-----END EC PRIVATE KEY-----\nstopped", "***\nstopped"],
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
		"GET http://web:8000/users/alice@example.com 200",
		"listening on tcp://0.0.0.0:5432",
		"compass: north, bypass=true, tokenizer: bert",
		"the passphrase is missing",
		"SyntaxError: Unexpected token: keyword (const)",
		"failed to fetch oauth token: unexpected status from POST request",
		"basic usage: see the manual, a bearer token is needed",
		"contact alice@example.com, see https://example.com/a:b",
		"glossary-of-terms and ghost_writer",
		'File "/srv/app/tokens.py", line 12, in read_token',
		"secretName web, secretKeyRef web",
	])("%s", (text) => {
		expect(redact(text, [])).toBe(text);
	});
});

describe("a random secret", () => {
	const letters =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const word = (more: string, minLength = 8, maxLength = 40) =>
		fc.string({
			unit: fc.constantFrom(...letters, ...more),
			minLength,
			maxLength,
		});
	const plain = word("_-+/=.!$%^*~");
	const token = word("");

	/** How logs and events hold a secret. */
	const syntaxes: Record<string, (secret: string) => string> = {
		environment: (secret) => `DB_PASSWORD=${secret}`,
		"short environment": (secret) => `DB_PASS=${secret}`,
		MySQL: (secret) => `MYSQL_PWD=${secret}`,
		Django: (secret) => `SECRET_KEY = '${secret}'`,
		AWS: (secret) => `AWS_SECRET_ACCESS_KEY=${secret}`,
		export: (secret) => `export API_KEY="${secret}"`,
		YAML: (secret) => `password: ${secret}`,
		"quoted YAML": (secret) => `clientSecret: '${secret}'`,
		JSON: (secret) => JSON.stringify({ user: "alice", token: secret }),
		"JSON in JSON": (secret) =>
			JSON.stringify(JSON.stringify({ password: secret })),
		Python: (secret) => `{'user': 'alice', 'passwd': '${secret}'}`,
		"Java properties": (secret) => `spring.datasource.password=${secret}`,
		"command line": (secret) => `mysql --password=${secret} --host db`,
		query: (secret) => `GET /?access_token=${encodeURIComponent(secret)} 200`,
		"a URL": (secret) => `postgres://alice:${secret}@db:5432/shop`,
		"a URL without a user": (secret) => `redis://:${secret}@cache:6379`,
		"a URL in quotes": (secret) => `cannot open "amqp://app:${secret}@mq"`,
		"a key": (secret) =>
			`-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
	};

	/** Those that hold letters and digits only. */
	const tokens: Record<string, (secret: string) => string> = {
		Bearer: (secret) => `Authorization: Bearer ${secret}`,
		GitLab: (secret) => `login with glpat-${secret}xxxxxxxxxx`,
		GitHub: (secret) => `login with ghp_${secret}xxxxxxxxxx`,
		Docker: (secret) => `dckr_pat_${secret}xxxxxxxxxx`,
		Slack: (secret) => `xoxb-${secret}xx`,
	};

	const cases = [
		...Object.entries(syntaxes).map((entry) => [...entry, plain] as const),
		...Object.entries(tokens).map((entry) => [...entry, token] as const),
	];
	it.each(cases)("is masked in %s", (_, write, secret) => {
		fc.assert(
			fc.property(secret, word(" "), (secret, before) => {
				// A number before a slash is a port, not a password.
				fc.pre(!/^\d+(?:\/|$)/.test(secret));
				fc.pre(!`${before}${write("")}`.includes(secret));
				const masked = redact(`${before}\n${write(secret)}`, []);
				expect(masked).toContain("***");
				expect(masked).not.toContain(secret);
				expect(masked.startsWith(before)).toBe(true);
			}),
		);
	});
});
