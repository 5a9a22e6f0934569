import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../dagger/src/failures/catalogue.js";
import { rules } from "../../../dagger/src/health/rules.js";
import {
	findKind,
	findPodTemplate,
	kinds,
	resourceName,
} from "../../../dagger/src/kubernetes/kinds.js";

const sources = join(import.meta.dirname, "../../../dagger/src");

/** The files of the module that say something. */
function mentioning(text: RegExp): string[] {
	return readdirSync(sources, { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".ts"))
		.filter((file) => text.test(readFileSync(join(sources, file), "utf8")))
		.sort();
}

describe("the table of kinds", () => {
	it("has a row with a status for each health rule, and a rule for each status", () => {
		const withStatus = Object.entries(kinds).filter(([, row]) => row.hasStatus);
		expect(withStatus.map(([key]) => key).sort()).toEqual(
			Object.keys(rules).sort(),
		);
	});

	it("never recreates what holds data, nor reads a secret's status", () => {
		for (const row of Object.values(kinds)) {
			expect(row.recreate && row.holdsData).toBeFalsy();
			expect(row.secret && row.hasStatus).toBeFalsy();
		}
	});

	it("is looked up by group and kind: a Volcano Job is another", () => {
		expect(findKind({ apiVersion: "batch/v1", kind: "Job" }).recreate).toBe(
			true,
		);
		const volcano = { apiVersion: "batch.volcano.sh/v1alpha1", kind: "Job" };
		expect(findKind(volcano)).toEqual({ version: "" });
	});

	it("names kinds as kubectl does, without a version", () => {
		expect(resourceName({ apiVersion: "v1", kind: "Pod" })).toBe("pod");
		expect(resourceName({ apiVersion: "apps/v1", kind: "Deployment" })).toBe(
			"deployment.apps",
		);
	});

	it.each([
		["v1", "Pod", { spec: { containers: [] } }, { containers: [] }],
		[
			"apps/v1",
			"Deployment",
			{ spec: { template: { spec: { containers: [] } } } },
			{ containers: [] },
		],
		["v1", "Service", { spec: {} }, undefined],
		["apps/v1", "Deployment", {}, undefined],
	])(
		"finds the Pod template of a %s %s",
		(apiVersion, kind, rest, expected) => {
			const object = { apiVersion, kind, metadata: { name: "web" }, ...rest };
			expect(findPodTemplate(object)?.spec).toEqual(expected);
		},
	);
});

// CONTRIBUTING's recipes, each followed once: what they cost in files.
describe("a new kind", () => {
	it("is a row, a rule, and the rule's name: Argo's Rollout", () => {
		expect(mentioning(/argoproj|Argo/i)).toEqual([
			"health/rollout.ts",
			"health/rules.ts",
			"kubernetes/kinds.ts",
		]);
	});
});

describe("a new cause", () => {
	it.each(catalogue)("is one entry: $name", ({ name }) => {
		expect(mentioning(new RegExp(`"${name}"`))).toHaveLength(1);
	});
});
