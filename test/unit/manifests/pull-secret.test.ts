import { describe, expect, it } from "vitest";
import type { Credentials } from "../../../dagger/src/image/account.js";
import { placeholderDigest } from "../../../dagger/src/image/reference.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	addPullSecrets,
	addPullSecretsOf,
	listAccountNames,
	makePullSecret,
	requireOwn,
} from "../../../dagger/src/manifests/pull-secret.js";
import { withMessage } from "../message.js";

const pullSecret = (credentials: Credentials) =>
	makePullSecret("dockerhub-secret", "web", credentials);
const decode = (base64 = "") => Buffer.from(base64, "base64").toString();

describe("the pull secret", () => {
	it("is what kubectl create secret docker-registry makes", () => {
		expect(
			pullSecret({
				registry: "docker.io",
				username: "alice",
				password: "s3cret",
			}),
		).toEqual({
			apiVersion: "v1",
			kind: "Secret",
			type: "kubernetes.io/dockerconfigjson",
			metadata: {
				name: "dockerhub-secret",
				labels: { "slipway/app": "web" },
				annotations: { "slipway/account": "docker.io/alice" },
			},
			data: {
				".dockerconfigjson":
					"eyJhdXRocyI6eyJkb2NrZXIuaW8iOnsidXNlcm5hbWUiOiJhbGljZSIsInBhc3N3b3JkIjoiczNjcmV0IiwiZW1haWwiOiJhbGljZUBleGFtcGxlLmNvbSIsImF1dGgiOiJZV3hwWTJVNmN6TmpjbVYwIn19fQ==",
			},
		});
	});

	it.each([
		["quotes", `it's "quoted"`],
		["dollars", "s3cret-pa$$word-$HOME-$1"],
		["backslashes", "back\\slash\\n"],
		["colons", "a:b:c"],
		["unicode", "pässwörd-密码-🔑"],
		["a line break", "two\nlines"],
		["percent and braces", `%s {{.x}} \${y}`],
	])("keeps a password with %s as it is", (_, password) => {
		const { data } = pullSecret({
			registry: "registry.example.com:5000",
			username: "robot$ci",
			password,
		});
		const config = JSON.parse(decode(data[".dockerconfigjson"]));
		const login = config.auths["registry.example.com:5000"];
		expect(config).toEqual({
			auths: {
				"registry.example.com:5000": {
					username: "robot$ci",
					password,
					email: "robot$ci@example.com",
					auth: login.auth,
				},
			},
		});
		expect(decode(login.auth)).toBe(`robot$ci:${password}`);
	});
});

describe("a pull secret that is there already", () => {
	const alice = { registry: "docker.io", username: "alice", password: "x" };
	const make = (owner: { app: string; account: string }) =>
		makePullSecret("dockerhub-secret", "web", alice, owner);

	it("of another app with another account is not written over", () => {
		const owner = { app: "shop", account: "docker.io/bob" };
		const require = (account?: string, app = "web") =>
			requireOwn("dockerhub-secret", app, account, owner);
		expect(() => require("docker.io/alice")).toThrow(
			withMessage(
				"Secret dockerhub-secret holds the login of shop (docker.io/bob), and this app pulls as docker.io/alice: nothing was changed; give it a pull secret of its own with --pull-secret, such as web-pull",
			),
		);
		expect(() => require("docker.io/bob")).not.toThrow();
		expect(() => require("docker.io/alice", "shop")).not.toThrow();
		expect(() => require(undefined)).not.toThrow();
	});

	it("of another app with the same account serves both, and stays that app's", () => {
		const { metadata } = make({ app: "shop", account: "docker.io/alice" });
		expect(metadata.labels).toEqual({ "slipway/app": "shop" });
	});

	it("of the same app may get another account", () => {
		const { metadata } = make({ app: "web", account: "docker.io/bob" });
		expect(metadata.annotations).toEqual({
			"slipway/account": "docker.io/alice",
		});
	});
});

describe("pull secrets in templates", () => {
	const pod = (spec: object, image = placeholderDigest): KubeObject => ({
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "web" },
		spec: { containers: [{ name: "web", image: `app@${image}` }], ...spec },
	});
	const account = (name: string, ...secrets: string[]) => ({
		apiVersion: "v1",
		kind: "ServiceAccount",
		metadata: { name },
		imagePullSecrets: secrets.map((name) => ({ name })),
	});
	const secretsOf = (
		objects: KubeObject[],
		live: [string, string[]][] = [],
	): unknown =>
		addPullSecrets(objects, "ours", new Map(live))
			.slice(0, 1)
			.map(({ spec }) => spec as { imagePullSecrets?: unknown })
			.map(({ imagePullSecrets }) => imagePullSecrets)[0];

	it("stand beside those that the manifest names", () => {
		const named = pod({ imagePullSecrets: [{ name: "own" }] });
		expect(secretsOf([named], [["default", ["of-account"]]])).toEqual([
			{ name: "ours" },
			{ name: "own" },
		]);
	});

	it("stand beside those of the account, which a Pod that names any would not get", () => {
		const live: [string, string[]][] = [
			["default", ["a", "ours"]],
			["runner", ["b"]],
		];
		expect(secretsOf([pod({})], live)).toEqual([
			{ name: "ours" },
			{ name: "a" },
		]);
		for (const spec of [
			{ serviceAccountName: "runner" },
			{ serviceAccount: "runner" },
			{ serviceAccountName: "runner", serviceAccount: "default" },
		])
			expect(secretsOf([pod(spec)], live)).toEqual([
				{ name: "ours" },
				{ name: "b" },
			]);
	});

	it("stand beside those of an account that the release brings, as it brings it", () => {
		const live: [string, string[]][] = [["runner", ["before"]]];
		const objects = [
			pod({ serviceAccountName: "runner" }),
			account("runner", "after"),
		];
		expect(secretsOf(objects, live)).toEqual([
			{ name: "ours" },
			{ name: "after" },
		]);
	});

	it("are left alone where the cluster needs none", () => {
		const live: [string, string[]][] = [["default", ["of-account"]]];
		const named = pod({ imagePullSecrets: [{ name: "own" }] });
		const none = (object: KubeObject) =>
			addPullSecrets([object], undefined, new Map(live));
		expect(none(named)).toEqual([named]);
		expect(none(pod({}))).toEqual([pod({})]);
	});

	it("stand before those of another version, where both name any", () => {
		const named = (...names: string[]) =>
			pod({ imagePullSecrets: names.map((name) => ({ name })) });
		const add = (own: KubeObject, other: KubeObject) =>
			addPullSecretsOf([own], [other]);
		expect(add(named("a", "b"), named("c", "b"))).toEqual([
			named("a", "b", "c"),
		]);
		expect(add(pod({}), named("c"))).toEqual([pod({})]);
		expect(add(named("a"), pod({}))).toEqual([named("a")]);
		const other = { ...named("c"), metadata: { name: "other" } };
		expect(add(named("a"), other)).toEqual([named("a")]);
	});

	it("are left alone where the app's image does not run", () => {
		const other = pod({}, `sha256:${"a".repeat(64)}`);
		expect(addPullSecrets([other], "ours", new Map())).toEqual([other]);
		expect(listAccountNames([other])).toEqual([]);
	});

	it("are asked for of the accounts that run the app's image", () => {
		expect(
			listAccountNames([
				pod({}),
				pod({ serviceAccountName: "runner" }),
				pod({ serviceAccount: "former" }),
			]),
		).toEqual(["default", "runner", "former"]);
	});
});
