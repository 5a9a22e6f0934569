import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { parseAllDocuments } from "yaml";
import { readRoot } from "./pipeline.js";
import { include, type Job, preview } from "./preview.js";

vi.setConfig({ testTimeout: 60_000 });

type Input = {
	description?: string;
	default?: unknown;
};

function readTemplate(name: string) {
	const [spec, jobs] = parseAllDocuments(
		readRoot(`templates/${name}/template.yml`),
	).map((document) => document.toJS());
	return {
		inputs: spec.spec.inputs as Record<string, Input>,
		jobs: jobs as Record<string, Job>,
	};
}

const templates = ["deploy", "review"];

describe.each(templates)("the component %s", (name) => {
	const { inputs, jobs } = readTemplate(name);
	const scripts = (job: Job) => [
		...(job.before_script ?? []),
		...(job.script ?? []),
		...(job.after_script ?? []),
	];

	it("asks for the image's name and nothing else", () => {
		const asked = Object.entries(inputs).filter(
			([, { default: value }]) => value === undefined,
		);
		expect(asked.map(([input]) => input)).toEqual(["image-name"]);
	});

	it("describes every input, in a sentence", () => {
		for (const [input, { description = "" }] of Object.entries(inputs))
			expect(description, input).toMatch(/^[A-Z].*[^.]\.?$/);
	});

	it("uses every input", () => {
		const used = readRoot(`templates/${name}/template.yml`);
		for (const input of Object.keys(inputs))
			expect(used).toContain(`$[[ inputs.${input} ]]`);
	});

	it("puts no input into a script, and quotes what stands there", () => {
		const lines = Object.values(jobs).flatMap(scripts);
		expect(lines.length).toBeGreaterThan(4);
		for (const line of lines) {
			expect(line).not.toContain("$[[");
			expect(line.replace(/"[^"]*"|\$\{\w+:\+/g, "")).not.toContain("$");
			expect(line).not.toMatch(/`|\$\(|eval/);
		}
	});

	it("gives the scripts each variable that they use, and no other", () => {
		for (const [title, job] of Object.entries(jobs)) {
			if (title.startsWith(".")) continue;
			const text = scripts({ ...jobs[".slipway"], ...job }).join("\n");
			const used = new Set(text.match(/INPUT_\w+/g));
			const given = Object.keys(job.variables).filter((variable) =>
				variable.startsWith("INPUT_"),
			);
			expect([...used].sort(), title).toEqual(given.sort());
		}
	});

	it("tries again only where the runner failed, never the deployment", () => {
		expect(jobs[".slipway"]?.retry.when).toEqual([
			"runner_system_failure",
			"scheduler_failure",
		]);
	});
});

it("has one base in both components", () => {
	const [one, other] = templates.map((name) => {
		const { jobs } = readTemplate(name);
		return Object.entries(jobs).filter(([title]) => title.startsWith("."));
	});
	expect(one).toEqual(other);
});

it("has one description of an input that both components have", () => {
	const [one, other] = templates.map((name) => readTemplate(name).inputs);
	const own = ["environment", "namespace", "stage", "rules", "job-name", "url"];
	for (const [input, described] of Object.entries(one ?? {}))
		if (other?.[input] && !own.includes(input))
			expect(other[input]).toEqual(described);
});

describe("the job deploy", async () => {
	const dind = (await include("deploy", { "image-name": "shop" }))
		.deploy as Job;

	it("talks to a Docker of its own version, over TLS", () => {
		const [service, ...others] = dind.services ?? [];
		expect(others).toEqual([]);
		expect(dind.image.name).toMatch(/^docker:\d+\.\d+\.\d+-cli$/);
		expect(service?.name).toBe(dind.image.name.replace("-cli", "-dind"));
		expect(dind.variables).toMatchObject({
			DOCKER_HOST: `tcp://${service?.alias}:2376`,
			DOCKER_TLS_VERIFY: "1",
			DOCKER_TLS_CERTDIR: "/certs",
			DOCKER_CERT_PATH: "/certs/client",
		});
		expect(service?.variables).toEqual({ HEALTHCHECK_TCP_PORT: "2376" });
	});

	it("starts no Docker where an engine is kept", async () => {
		const { deploy } = await include("deploy", {
			"image-name": "shop",
			engine: "remote",
		});
		expect(deploy).not.toHaveProperty("services");
		expect(deploy?.variables).not.toHaveProperty("DOCKER_HOST");
		expect(deploy?.variables).toMatchObject({
			_EXPERIMENTAL_DAGGER_RUNNER_HOST: "$DAGGER_ENGINE",
			ENGINE_SECONDS: "10",
		});
	});

	it("says which variable is missing where no engine is named", () => {
		const first = dind.before_script.slice(0, 1);
		const told = outputOf([...first, "echo goes on"], { ENGINE: "" });
		expect(told).toContain("needs the variable DAGGER_ENGINE");
		expect(told).not.toContain("goes on");
		const engine = { ENGINE: "tcp://dagger:1234" };
		expect(outputOf([...first, "echo goes on"], engine)).toBe("goes on\n");
	});

	it("installs the version of Dagger that the module is made for", () => {
		const version = dind.variables.DAGGER_VERSION;
		const { engineVersion } = JSON.parse(readRoot("dagger.json"));
		const { devDependencies } = JSON.parse(readRoot("package.json"));
		expect(engineVersion).toBe(`v${version}`);
		expect(devDependencies["@dagger.io/dagger"]).toBe(version);
	});

	it("runs the module of the component's own commit", () => {
		expect(dind.variables.SLIPWAY_SHA).toMatch(/^[0-9a-f]{40}$/);
		expect(dind.variables.INPUT_MODULE).toContain("@$SLIPWAY_SHA");
	});

	it("runs on the default branch, and not in a freeze", () => {
		expect(dind.rules).toEqual([
			{ if: "$CI_DEPLOY_FREEZE", when: "never" },
			{ if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" },
		]);
	});

	it("never deploys twice at once, is never cut off in the middle, and fails if the deploy fails", () => {
		expect(dind).toMatchObject({
			resource_group: "production",
			environment: { name: "production", deployment_tier: "production" },
			interruptible: false,
			allow_failure: false,
		});
	});

	it("keeps its report when it fails, too", () => {
		expect(dind.artifacts).toMatchObject({
			when: "always",
			paths: ["report"],
			reports: {
				dotenv: "report/deploy.env",
				junit: "report/junit.xml",
				annotations: "report/annotations.json",
			},
		});
	});

	it("has the name, stage, environment and rules that it is given", async () => {
		const pipeline = await include("deploy", {
			"image-name": "shop",
			"job-name": "ship it",
			stage: "test",
			environment: "staging/eu",
			tier: "staging",
			rules: [{ if: '$CI_COMMIT_TAG == "1"' }],
		});
		expect(Object.keys(pipeline)).toEqual(["ship it"]);
		expect(pipeline["ship it"]).toMatchObject({
			stage: "test",
			resource_group: "staging/eu",
			environment: { name: "staging/eu", deployment_tier: "staging" },
			rules: [{ if: '$CI_COMMIT_TAG == "1"' }],
		});
	});

	it.each<[string, Record<string, unknown>]>([
		["no image's name", {}],
		["an engine that is none", { "image-name": "shop", engine: "docker" }],
		["a tier that is none", { "image-name": "shop", tier: "prod" }],
		["a password itself", { "image-name": "shop", password: "hunter2" }],
		["a time without a unit", { "image-name": "shop", timeout: "300" }],
		["a checksum cut off", { "image-name": "shop", "dagger-sha256": "53e2" }],
		[
			"a text for a yes or no",
			{ "image-name": "shop", "create-namespace": "x" },
		],
	])("is refused with %s", async (_, inputs) => {
		await expect(include("deploy", inputs)).rejects.toThrow();
	});

	it("is not refused with what looks alike", async () => {
		const pipeline = await include("deploy", {
			"image-name": "shop",
			engine: "dind",
			tier: "staging",
			password: "vault://ci/registry",
			timeout: "1h30m",
			"create-namespace": true,
		});
		expect(pipeline.deploy?.variables.INPUT_CREATE_NAMESPACE).toBe("true");
	});

	const hostile = [
		"shop; touch hacked",
		"$(touch hacked)",
		"`touch hacked`",
		'"; touch hacked; "',
		"' two  words '",
		"--password=env://HOME",
		"*",
	];
	it.each(hostile)("gives %j to the deploy as one word", (value) => {
		const given = argumentsOf(dind.script, {
			...dind.variables,
			INPUT_IMAGE_NAME: value,
			INPUT_CONTEXT: value,
		});
		expect(given).toContain(`--image-name=${value}`);
		expect(given).toContain(`--context=${value}`);
	});

	it("leaves out what is not given", () => {
		const given = argumentsOf(dind.script, {
			...dind.variables,
			INPUT_PULL_USERNAME: "",
		});
		expect(given).toContain("deploy");
		expect(given.join(" ")).not.toMatch(/--(context|env-file|pull-[up])/);
	});
});

describe.each(templates)("the deploy token, by the component %s,", (name) => {
	const { script, variables } = readTemplate(name).jobs[
		`$[[ inputs.job-name ]]`
	] as Job;
	const token = { CI_REGISTRY: "registry.gitlab.com", CI_DEPLOY_USER: "token" };
	const given = (registry: string, account: string) =>
		argumentsOf(script, {
			...variables,
			...token,
			INPUT_REGISTRY: registry,
			INPUT_PULL_USERNAME: account,
		}).filter((word) => word.startsWith("--pull-username"));

	it("is for GitLab's registry", () => {
		expect(given(token.CI_REGISTRY, "token")).toEqual([
			"--pull-username=token",
		]);
	});

	it("is for no other, which may have an account of its own", () => {
		expect(given("docker.io", "token")).toEqual([]);
		expect(given("docker.io", "alice")).toEqual(["--pull-username=alice"]);
	});
});

describe("the component review", () => {
	const { jobs } = readTemplate("review");
	const job = (name: string) => jobs[`$[[ inputs.job-name ]]${name}`] as Job;

	it("builds twice for nobody: beside the review only for a fork", () => {
		const [build = ""] = job("-diff").script;
		const project = { INPUT_MODULE: ".", CI_PROJECT_ID: "12" };
		const built = (source: string) =>
			argumentsOf([build], {
				...project,
				CI_MERGE_REQUEST_SOURCE_PROJECT_ID: source,
			});
		expect(built("12")).toEqual([]);
		expect(built("34")).toContain("build");
	});

	it("deploys what a force push has gone back to", () => {
		expect(argumentsOf(job("").script, job("").variables)).toContain(
			"--allow-older",
		);
	});
});

describe("the documentation", () => {
	const blocks = [
		...["README.md", "docs/gitlab.md", "docs/from-the-original.md"],
	].flatMap((file) =>
		[...readRoot(file).matchAll(/^ *```yaml\n( *include:\n.*?)^ *```$/gms)].map(
			([, yaml = ""]): [string, string] => [file, yaml],
		),
	);

	it("has examples", () => {
		expect(blocks.length).toBeGreaterThan(2);
	});

	it.each(blocks)("of %s includes a component rightly: %s", async (_, yaml) => {
		const here = "$CI_SERVER_FQDN/$CI_PROJECT_PATH/$1@$CI_COMMIT_SHA";
		const file = yaml.replace(/(?<=component: )\S+\/(\w+)@0\.1\.0/, here);
		expect(file).not.toBe(yaml);
		const { deploy, review } = await preview(file);
		const installing = (deploy ?? review)?.before_script.join("\n");
		expect(installing).toContain("-C /usr/local/bin dagger");
	});
});

/** What a script prints, whether it ends well or not. */
const outputOf = (script: string[], env: Record<string, string>) =>
	spawnSync("sh", ["-ec", script.join("\n")], { env, encoding: "utf8" }).stdout;

/** What a shell makes of the script's words. */
function argumentsOf(script: string[], variables: Record<string, string>) {
	const bin = mkdtempSync(join(tmpdir(), "slipway-words-"));
	try {
		writeFileSync(join(bin, "dagger"), '#!/bin/sh\nprintf "%s\\0" "$@"\n');
		chmodSync(join(bin, "dagger"), 0o755);
		const output = execFileSync("sh", ["-c", script.join("\n")], {
			cwd: bin,
			env: { ...variables, PATH: `${bin}:${process.env.PATH}` },
		});
		return String(output).split("\0").slice(0, -1);
	} finally {
		rmSync(bin, { recursive: true, force: true });
	}
}
