import { describe, expect, it } from "vitest";
import { commands, job, pipeline, readRoot, text } from "./gitlab/pipeline.js";

describe("the pipeline", () => {
	it("is one job, in fewer than 35 lines", () => {
		expect(Object.keys(pipeline)).toEqual(["deploy"]);
		expect(text.trimEnd().split("\n").length).toBeLessThan(35);
	});

	it("runs on main only", () => {
		expect(job.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"' }]);
	});

	it("fails when the deployment fails", () => {
		expect(job.allow_failure).toBe(false);
	});

	it("never deploys twice at once, and is never cut off in the middle", () => {
		expect(job.resource_group).toBe("production");
		expect(job.environment).toBe("production");
		expect(job.interruptible).toBe(false);
	});

	it("tries again only where the runner failed, never the deployment", () => {
		expect(job.retry.when).toEqual([
			"runner_system_failure",
			"scheduler_failure",
		]);
	});

	it("talks to a Docker of its own version, over TLS", () => {
		const [service, ...others] = job.services;
		expect(others).toEqual([]);
		expect(job.image).toMatch(/^docker:\d+\.\d+\.\d+-cli$/);
		expect(service?.name).toBe(job.image.replace("-cli", "-dind"));
		expect(job.variables).toMatchObject({
			DOCKER_HOST: `tcp://${service?.alias}:2376`,
			DOCKER_TLS_VERIFY: "1",
			DOCKER_TLS_CERTDIR: "/certs",
			DOCKER_CERT_PATH: "/certs/client",
		});
		expect(service?.variables).toEqual({ HEALTHCHECK_TCP_PORT: "2376" });
	});

	it("installs the version of Dagger that the module is made for", () => {
		const version = job.variables.DAGGER_VERSION;
		const { engineVersion } = JSON.parse(readRoot("dagger.json"));
		const { devDependencies } = JSON.parse(readRoot("package.json"));
		expect(engineVersion).toBe(`v${version}`);
		expect(devDependencies["@dagger.io/dagger"]).toBe(version);
	});

	it("has no shell beyond install and call", () => {
		const programs = commands.map((line) => line.split(" ", 1)[0]);
		expect(programs).toEqual(["wget", "echo", "tar", "dagger"]);
		expect(commands.join("\n")).not.toMatch(/&&|\|\||;|`|\$\(/);
	});

	it("only calls deploy", () => {
		expect(job.script).toEqual(["dagger call deploy"]);
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
