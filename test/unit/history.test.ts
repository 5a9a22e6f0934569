import { describe, expect, it } from "vitest";
import type { Happened } from "../../dagger/src/cluster/ledger.js";
import {
	requireOnFailure,
	reversible,
	running,
} from "../../dagger/src/history.js";
import type { KubeObject } from "../../dagger/src/manifests/objects.js";

const object = (kind: string, name: string): KubeObject => ({
	apiVersion: kind === "Pod" ? "v1" : "apps/v1",
	kind,
	metadata: { name },
});
const changed = object("Deployment", "changed");
const happened = new Map<KubeObject, Happened>([
	[object("Deployment", "new"), "created"],
	[changed, "configured"],
	[object("StatefulSet", "same"), "unchanged"],
	[object("Pod", "pod"), "configured"],
]);

describe("what goes back after a failed deploy", () => {
	it.each([
		[undefined, [changed]],
		["rollback" as const, [changed]],
		["keep" as const, []],
	])("with %s", (onFailure, expected) => {
		expect(reversible(happened, onFailure)).toEqual(expected);
	});
});

it.each([
	["", undefined],
	["keep", "keep"],
	["rollback", "rollback"],
])("takes --on-failure=%s", (text, expected) => {
	expect(requireOnFailure(text)).toBe(expected);
});

it("refuses any other word", () => {
	expect(() => requireOnFailure("undo")).toThrow(
		"--on-failure=undo is neither keep nor rollback",
	);
});

it("says what an object runs", () => {
	const containers = [{ image: "a@sha256:1" }, { image: "b:2" }];
	expect(
		running({ ...changed, spec: { template: { spec: { containers } } } }),
	).toBe("Deployment changed runs a@sha256:1, b:2");
});
