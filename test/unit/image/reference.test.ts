import { describe, expect, it } from "vitest";
import {
	formatAddress,
	listNames,
	parseDigest,
	parseRepository,
	placeholderDigest,
	requireTags,
} from "../../../dagger/src/image/reference.js";
import { withMessage } from "../message.js";

const address = (registry: string, username: string, imageName: string) =>
	formatAddress(parseRepository(registry, username, imageName));

describe("the registry", () => {
	it.each([
		"docker.io",
		"docker.io/",
		"https://docker.io",
		"index.docker.io",
		"https://index.docker.io/v1/",
		"registry-1.docker.io",
		"registry.hub.docker.com",
		"hub.docker.com",
		"https://hub.docker.com/",
	])("%s is Docker Hub", (registry) => {
		expect(parseRepository(registry, "alice", "flask-app")).toEqual({
			registry: "docker.io",
			path: "alice/flask-app",
		});
	});

	it.each([
		"ghcr.io",
		"registry.example.com",
		"registry.example.com:5000",
		"localhost",
		"localhost:5000",
		"registry:5000",
		"10.0.0.7:5000",
		"192.168.1.20",
		"Registry.Example.com",
		"my-registry.example.com",
		"mydocker.io",
	])("%s stays as it is", (registry) => {
		expect(parseRepository(registry, "alice", "flask-app").registry).toBe(
			registry,
		);
	});

	it.each([
		"",
		"http://registry.example.com",
		"https://registry.example.com",
		"registry.example.com/team",
		"registry.example.com/",
		"registry.example.com:",
		"registry.example.com:port",
		"registry_1.example.com:5000",
		"-registry.example.com",
		"registry-.example.com",
		"registry..example.com",
		"registry.example.com ",
		"alice@registry.example.com",
		// Without a dot or a port Docker reads a path on Docker Hub.
		"harbor",
	])("%j is refused", (registry) => {
		expect(() => parseRepository(registry, "alice", "flask-app")).toThrow(
			`--registry=${registry} is not a registry's host: write it without scheme or path, such as docker.io or registry.example.com:5000`,
		);
	});
});

describe("the image's name", () => {
	it.each([
		["alice", "flask-app", "docker.io/alice/flask-app"],
		["alice", "app", "docker.io/alice/app"],
		["alice", "a.b_c__d---e1", "docker.io/alice/a.b_c__d---e1"],
		["alice", "team/app", "docker.io/team/app"],
		["alice", "group/team/app", "docker.io/group/team/app"],
		["Alice", "team/app", "docker.io/team/app"],
		["robot$ci", "team/app", "docker.io/team/app"],
		["0x1", "7", "docker.io/0x1/7"],
	])("%s and %s make %s", (username, imageName, expected) => {
		expect(address("docker.io", username, imageName)).toBe(expected);
	});

	it.each([
		"",
		"-app",
		"app-",
		".app",
		"app.",
		"_app",
		"a..b",
		"a___b",
		"a.-b",
		"/app",
		"app/",
		"team//app",
		"my app",
		"äpp",
		"app\n",
		"app:",
	])("%j is refused", (imageName) => {
		expect(() => address("docker.io", "alice", imageName)).toThrow(
			`--image-name=${imageName} is not an image name: lower-case letters, digits and . _ - between them, such as flask-app or team/flask-app`,
		);
	});

	it.each([
		["Flask-App", "; did you mean flask-app?"],
		["Team/App", "; did you mean team/app?"],
		[
			"flask-app:1.4.2",
			"; the tag goes into --tags, the registry into --registry",
		],
		[
			`app@${placeholderDigest}`,
			"; the tag goes into --tags, the registry into --registry",
		],
		["My App", ""],
	])("%s gets its hint", (imageName, hint) => {
		expect(() => address("docker.io", "alice", imageName)).toThrow(
			withMessage(
				`--image-name=${imageName} is not an image name: lower-case letters, digits and . _ - between them, such as flask-app or team/flask-app${hint}`,
			),
		);
	});

	it.each([
		[255, undefined],
		[256, "has 256 characters: an image's address has at most 255"],
	])("makes an address of %i characters", (length, refusal) => {
		const name = "a".repeat(length - "docker.io/alice/".length);
		const made = () => address("docker.io", "alice", name);
		if (refusal) expect(made).toThrow(refusal);
		else expect(made()).toHaveLength(length);
	});
});

describe("the username", () => {
	it.each(["alice@example.com", "@"])("%s is no account", (username) => {
		expect(() => address("docker.io", username, "flask-app")).toThrow(
			`--username=${username} is an e-mail address: registries log in with the account's name, such as alice`,
		);
	});

	it.each(["Alice", "robot$ci", "_json_key", "al ice", ""])(
		"%j needs the image's whole path",
		(username) => {
			expect(() => address("docker.io", username, "flask-app")).toThrow(
				`--username=${username} cannot be a part of an image's address: give the image's whole path, such as --image-name=team/flask-app`,
			);
		},
	);
});

describe("the names in manifests", () => {
	it.each([
		["flask-app", ["flask-app", "alice/flask-app", "ghcr.io/alice/flask-app"]],
		["a/b/app", ["app", "a/b/app", "ghcr.io/a/b/app"]],
	])("are three for %s", (imageName, names) => {
		expect(listNames(parseRepository("ghcr.io", "alice", imageName))).toEqual(
			names,
		);
	});
});

describe("tags", () => {
	it.each([
		[["latest"]],
		[["1.4.2", "latest"]],
		[["_a"]],
		[["V1.0-rc.1"]],
		[["0"]],
		[["a".repeat(128)]],
	])("%j are good", (tags) => {
		expect(() => requireTags(tags)).not.toThrow();
	});

	it.each([
		"",
		".a",
		"-a",
		"a b",
		"a:b",
		"a/b",
		"1.0+build",
		"ü",
		"a\n",
		"a".repeat(129),
	])("%j is bad, wherever it stands", (tag) => {
		const sentence = `--tags=${tag} is not a tag: letters, digits and . _ -, at most 128, not beginning with . or -, such as 1.4.2 or latest`;
		expect(() => requireTags([tag])).toThrow(sentence);
		expect(() => requireTags(["latest", tag])).toThrow(sentence);
	});

	it("are at least one", () => {
		expect(() => requireTags([])).toThrow(
			"--tags names no tag: give at least one, such as latest",
		);
	});
});

describe("the digest", () => {
	const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

	it.each([
		`docker.io/alice/app@${digest}`,
		`registry.example.com:5000/app:1.4.2@${digest}`,
	])("stands at the end of %s", (reference) => {
		expect(parseDigest(reference)).toBe(digest);
	});

	it.each([
		"docker.io/alice/app:latest",
		digest,
		`app@${digest.slice(0, -1)}`,
		`app@${digest}0`,
		`app@${digest.replace("a", "A")}`,
		`app@${digest}\n`,
	])("is missed in %j", (reference) => {
		expect(() => parseDigest(reference)).toThrow(
			`${reference} is not a reference by digest`,
		);
	});

	it("has a placeholder of valid form", () => {
		expect(parseDigest(`app@${placeholderDigest}`)).toBe(placeholderDigest);
	});
});

it.each([
	[
		"registry.example.com:5000/team/app",
		"registry.example.com:5000",
		"team/app",
	],
	["docker.io/alice/app", "docker.io", "alice/app"],
	["localhost/app", "localhost", "app"],
])(
	"an image name that begins with a registry is told apart: %s",
	(imageName, registry, rest) => {
		expect(() => parseRepository("docker.io", "alice", imageName)).toThrow(
			`--image-name=${imageName} begins with a registry: give --registry=${registry} and --image-name=${rest}`,
		);
	},
);
