import { Ajv } from "ajv";
import { describe, expect, it, vi } from "vitest";
import { job, pipeline, readRoot } from "./pipeline.js";
import { include } from "./preview.js";

vi.setConfig({ testTimeout: 60_000 });

// GitLab's own app/assets/javascripts/editor/schema/ci.json, as the PyPI package check-jsonschema 0.39.0 carries it.
// npm has it whole only in old versions of gitlab-ci-local.
const schema = JSON.parse(readRoot("test/unit/gitlab/ci.json"));

// Not strict: the schema has keywords for editors only, such as markdownDescription.
const accepts = new Ajv({ strict: false, validateFormats: false }).compile(
	schema,
);

describe("GitLab's schema", () => {
	it("accepts the pipeline", () => {
		accepts(pipeline);
		expect(accepts.errors).toBeNull();
	});

	it.each([
		["deploy", "dind"],
		["deploy", "remote"],
		["review", "dind"],
		["review", "remote"],
	])("accepts the component %s with the engine %s", async (name, engine) => {
		accepts(await include(name, { "image-name": "shop", engine }));
		expect(accepts.errors).toBeNull();
	});

	it.each<[string, object]>([
		["a misspelt keyword", { allow_failures: false }],
		["a misspelt value", { artifacts: { when: "allways" } }],
		["a reason that is none", { retry: { max: 1, when: ["bad_luck"] } }],
		["more retries than there are", { retry: 3 }],
		["rules that are no list", { rules: { if: "$CI" } }],
		["a service without a name", { services: [{ nam: "docker" }] }],
		["a script that is a number", { script: 1 }],
		["a dotenv report elsewhere", { artifacts: { dotenv: "deploy.env" } }],
	])("refuses %s", (_, broken) => {
		expect(accepts({ deploy: { ...job, ...broken } })).toBe(false);
	});
});
