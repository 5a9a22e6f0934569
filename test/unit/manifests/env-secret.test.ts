import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ref } from "../../../dagger/src/kubernetes/object.js";
import {
	countChange,
	hashVariables,
	isSameContent,
	makeEnvSecret,
	parseEnvHash,
	requireFreeName,
	requireOwnSecret,
} from "../../../dagger/src/manifests/env-secret.js";

const variables = new Map([
	["A", "hunter22"],
	["B", "ä\n"],
]);

describe("the Secret of the app's own secrets", () => {
	it("holds their values, is the app's, and bears the keyed hash of them", () => {
		expect(makeEnvSecret("web", variables, "4f1c.2")).toEqual({
			...ref("Secret", "web-env"),
			metadata: {
				name: "web-env",
				labels: {
					"slipway/app": "web",
					"slipway/env": "4f1c.2",
				},
			},
			data: { A: "aHVudGVyMjI=", B: "w6QK" },
		});
	});

	it("takes a name that the manifests and the pull secret leave to it", () => {
		const others = [ref("Secret", "web"), ref("ConfigMap", "web-env")];
		expect(() => requireFreeName("web", "pull", others)).not.toThrow();
		expect(() =>
			requireFreeName("web", "pull", [ref("Secret", "web-env")]),
		).toThrow("the manifests hold a Secret of the name web-env");
		expect(() => requireFreeName("web", "web-env", [])).toThrow(
			"--pull-secret=web-env is the name of the Secret that --env-file makes",
		);
	});

	it("is never written over one that is not the app's", () => {
		expect(() => requireOwnSecret("web", "web")).not.toThrow();
		expect(() => requireOwnSecret("web", "other")).toThrow(
			/^Secret web-env is there already, and belongs to other: nothing was changed/,
		);
		expect(() => requireOwnSecret("web", undefined)).toThrow(
			/^Secret web-env is there already, and no deploy of this app made it/,
		);
	});
});

describe("the keyed hash", () => {
	it("is that of the variables, in whatever order, and of the key", () => {
		const hash = hashVariables(variables, "key");
		expect(hash).toMatch(/^[0-9a-f]{32}$/);
		expect(hashVariables(new Map([...variables].reverse()), "key")).toBe(hash);
		expect(hashVariables(variables, "another key")).not.toBe(hash);
	});

	it("tells any two environments apart", () => {
		const environment = fc.dictionary(fc.string(), fc.string());
		fc.assert(
			fc.property(environment, environment, (one, other) => {
				const [a, b] = [one, other].map(
					(vars) => new Map(Object.entries(vars)),
				);
				const sorted = (vars = new Map<string, string>()) =>
					JSON.stringify([...vars].sort());
				expect(
					hashVariables(a ?? new Map(), "key") ===
						hashVariables(b ?? new Map(), "key"),
				).toBe(sorted(a) === sorted(b));
			}),
		);
	});

	it("counts the changes, so that what had others in between is rolled", () => {
		expect(countChange("a")).toBe("a");
		expect(countChange("a", "a")).toBe("a");
		expect(countChange("b", "a")).toBe("b.1");
		expect(countChange("b", "b.1")).toBe("b.1");
		expect(countChange("a", "b.1")).toBe("a.2");
		expect(isSameContent("a", "a.2")).toBe(true);
		expect(isSameContent("a", "b.2")).toBe(false);
		expect(isSameContent("a")).toBe(false);
	});

	it("is read of the app's own Secret only", () => {
		expect(parseEnvHash("web", ["web", "env=4f1c"])).toBe("4f1c");
		expect(parseEnvHash("web", ["other", "env=4f1c"])).toBeUndefined();
		expect(parseEnvHash("web", ["web"])).toBeUndefined();
		expect(parseEnvHash("web", ["web", "docker.io/alice"])).toBeUndefined();
		expect(parseEnvHash("web", [])).toBeUndefined();
	});
});
