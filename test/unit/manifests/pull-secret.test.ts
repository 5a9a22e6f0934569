import { describe, expect, it } from "vitest";
import { pullSecret } from "../../../dagger/src/manifests/pull-secret.js";

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
			metadata: { name: "dockerhub-secret" },
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
