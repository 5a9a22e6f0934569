import { describe, expect, it } from "vitest";
import { job, pipeline, readRoot, text } from "./gitlab/pipeline.js";

describe("the pipeline", () => {
	it("is one job on main and one for a version's tag, in fewer than 35 lines", () => {
		expect(Object.keys(pipeline)).toEqual(["deploy", "release"]);
		expect(text.trimEnd().split("\n").length).toBeLessThan(35);
	});

	it("deploys on main only", () => {
		expect(job.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"' }]);
	});

	it("only calls deploy", () => {
		expect(job.script).toEqual(["dagger call deploy"]);
	});

	it("fails when the deployment fails", () => {
		expect(job.allow_failure).toBe(false);
	});

	it("releases what has a version's tag, as the catalog asks for it", () => {
		expect(pipeline.release).toMatchObject({
			rules: [{ if: "$CI_COMMIT_TAG =~ /^\\d+\\.\\d+\\.\\d+$/" }],
			release: { tag_name: "$CI_COMMIT_TAG" },
			image: { name: expect.stringMatching(/:v\d+\.\d+\.\d+$/) },
		});
	});

	const variables = [
		"DOCKER_HUB_USERNAME",
		"DOCKER_HUB_IMAGE_NAME",
		"DOCKER_HUB_PASSWORD",
		"KUBECONFIG",
		"KUBE_NAMESPACE",
	];
	it.each(variables)("takes %s from the project's settings", (name) => {
		expect(job.variables).not.toHaveProperty(name);
		expect(readRoot(".env")).toContain(name);
	});
});

describe("the defaults of this repository", () => {
	const lines = readRoot(".env")
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"));

	it("name arguments of the module", () => {
		const module = readRoot("dagger/src/index.ts");
		for (const line of lines) {
			const [, verb, name] = /^SLIPWAY_(?:([A-Z]+)_)?(\w+)=/.exec(line) ?? [];
			expect(module).toMatch(new RegExp(`^\\t\\t${name}[?:]`, "m"));
			if (verb)
				expect(module).toMatch(new RegExp(`\\b${verb.toLowerCase()}\\(`));
		}
	});

	it("do without a variable that is not set, and hold no secret", () => {
		expect(lines.join("\n")).not.toMatch(/\$\{\w+\}|\$\w/);
		expect(lines).toContain("SLIPWAY_password=env://DOCKER_HUB_PASSWORD");
	});
});
