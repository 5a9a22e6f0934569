import { describe, expect, it } from "vitest";
import {
	formatAddress,
	formatLoginAddress,
	listNames,
	parseDigest,
	parseRepository,
	parseTags,
	placeholderDigest,
} from "../../../dagger/src/image/reference.js";
import { withMessage } from "../message.js";

const address = (registry: string, username: string, imageName: string) =>
	formatAddress(parseRepository(registry, username, imageName));

describe("the registry", () => {
	it.each([
		"docker.io",
		"docker.io/",
		"Docker.io",
		"https://docker.io",
		"index.docker.io",
		"https://index.docker.io/v1/",
		"https://index.docker.io/v1",
		"registry-1.docker.io",
		"https://registry-1.docker.io/v2/",
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
		"[::1]:5000",
		"[2001:db8::7]:443",
		"[2001:DB8:0:0:0:0:0:7]:5000",
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
		"::1",
		"::1:5000",
		"[::1]:",
		"[::1",
		"[::1%eth0]:5000",
		"[::ffff:10.0.0.7]:5000",
		"[1:2]:5000",
		"[registry]:5000",
		"https://[::1]:5000",
	])("%j is refused", (registry) => {
		expect(() => parseRepository(registry, "alice", "flask-app")).toThrow(
			`--registry=${registry} is not a registry's host: write it without scheme or path, such as docker.io or registry.example.com:5000`,
		);
	});
});

// Dagger cuts an address at its last colon, so a login is found only by what has a port: auth/registry.go.
describe("an IPv6 address", () => {
	it.each(["[::1]", "[2001:db8::7]"])("%s needs its port", (registry) => {
		expect(() => parseRepository(registry, "alice", "flask-app")).toThrow(
			withMessage(
				`--registry=${registry} lacks its port: write it as ${registry}:443`,
			),
		);
	});

	it.each([
		["[::1]:5000", "[::1]:5000:latest"],
		["docker.io", "docker.io"],
		["registry.example.com:5000", "registry.example.com:5000"],
	])("%s is logged in to as %s", (registry, address) => {
		expect(formatLoginAddress(registry)).toBe(address);
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
	it.each(["alice@example.com", "@"])(
		"%s is no account of Docker Hub",
		(username) => {
			for (const imageName of ["flask-app", "team/flask-app"])
				expect(() => address("index.docker.io", username, imageName)).toThrow(
					`--username=${username} is an e-mail address: on Docker Hub give the Docker ID, such as alice`,
				);
		},
	);

	it.each([
		["registry.example.com", "alice@example.com"],
		["harbor.example.com", "robot$team+ci"],
		["europe-docker.pkg.dev", "_json_key"],
		["gcr.io", "oauth2accesstoken"],
		["registry.gitlab.com", "gitlab-ci-token"],
		["registry.gitlab.com", "gitlab+deploy-token-7"],
		["ghcr.io", "Alice"],
		["nvcr.io", "$oauthtoken"],
	])("of %s may be %s, with the image's whole path", (registry, username) => {
		expect(address(registry, username, "a/b/c/flask-app")).toBe(
			`${registry}/a/b/c/flask-app`,
		);
	});

	it.each([
		["docker.io", "Alice", "team"],
		["docker.io", "al ice", "team"],
		["docker.io", "", "team"],
		["harbor.example.com", "robot$ci", "team"],
		["registry.example.com", "alice@example.com", "team"],
		["europe-docker.pkg.dev", "_json_key", "project/repository"],
		["eu.gcr.io", "oauth2accesstoken", "project"],
		["registry.gitlab.com", "gitlab-ci-token", "group/project"],
		["gitlab.example.com:5050", "gitlab+deploy-token-7", "group/project"],
		["public.ecr.aws", "AWS", "alias"],
		["ghcr.io", "x-access-token", "team"],
		["[::1]:5000", "robot$ci", "team"],
	])(
		"of %s, %j, needs the image's whole path",
		(registry, username, folder) => {
			expect(() => address(registry, username, "flask-app")).toThrow(
				withMessage(
					`--username=${username} is not a part of an image's address: give the image's whole path, such as --image-name=${folder}/flask-app`,
				),
			);
		},
	);

	it.each([
		["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "AWS"],
		["123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "AWS"],
		["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "AWS"],
		["123456789012.dkr-ecr.us-east-1.on.aws", "AWS"],
		["shop.azurecr.io", "00000000-0000-0000-0000-000000000000"],
		["shop.azurecr.io", "alice@example.com"],
		["Shop.azurecr.us", "shop"],
	])("is no folder of %s", (registry, username) => {
		expect(address(registry, username, "flask-app")).toBe(
			`${registry}/flask-app`,
		);
		expect(address(registry, username, "team/flask-app")).toBe(
			`${registry}/team/flask-app`,
		);
	});

	it.each([
		"amazonaws.com",
		"ecr.eu-west-1.amazonaws.com",
		"azurecr.io",
		"azurecr.io.example.com",
		"ghcr.io",
		"registry.gitlab.com",
		"quay.io",
	])("is a folder of %s", (registry) => {
		expect(address(registry, "alice", "flask-app")).toBe(
			`${registry}/alice/flask-app`,
		);
	});
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

	it("are two where the name is the whole path", () => {
		const registry = "shop.azurecr.io";
		expect(listNames(parseRepository(registry, "shop", "app"))).toEqual([
			"app",
			"app",
			"shop.azurecr.io/app",
		]);
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
		expect(parseTags(tags)).toEqual(tags);
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
		expect(() => parseTags([tag])).toThrow(sentence);
		expect(() => parseTags(["latest", tag])).toThrow(sentence);
	});

	it("are latest, if none is given", () => {
		expect(parseTags(undefined)).toEqual(["latest"]);
	});

	it("are at least one", () => {
		expect(() => parseTags([])).toThrow(
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
	["ghcr.io/alice/app", "ghcr.io", "alice/app"],
	["localhost/app", "localhost", "app"],
	["docker.io/app", "docker.io", "app"],
])(
	"an image name that begins with another registry, or has no folder in it, is told apart: %s",
	(imageName, registry, rest) => {
		expect(() => parseRepository("docker.io", "alice", imageName)).toThrow(
			`--image-name=${imageName} begins with a registry: give --registry=${registry} and --image-name=${rest}`,
		);
	},
);

it.each([
	["registry.gitlab.com:5050", "group/sub/project"],
	["docker.io", "alice/app"],
	["123456789012.dkr.ecr.eu-central-1.amazonaws.com", "app"],
])("an image name may be the whole address, in %s", (registry, path) => {
	expect(parseRepository(registry, "alice", `${registry}/${path}`)).toEqual({
		registry,
		path,
	});
});
