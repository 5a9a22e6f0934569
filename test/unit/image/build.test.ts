import type { Container, Directory } from "@dagger.io/dagger";
import { describe, expect, it } from "vitest";
import {
	build,
	explainBuild,
	finishBuild,
	ignored,
} from "../../../dagger/src/image/build.js";
import { withMessage } from "../message.js";

const step = (cmd: string[], stderr: string, stdout = "") =>
	Object.assign(
		new Error("failed to clone built container state: exit code: 3"),
		{
			cmd,
			exitCode: 3,
			stderr,
			stdout,
		},
	);
const next =
	"  next     correct the Dockerfile or what it installs; try it here: dagger call build";

describe("a step of the Dockerfile that fails", () => {
	it.each([
		["/bin/sh", "-c", "pip install -r requirements.txt"],
		["pip", "install", "-r", "requirements.txt"],
	])("is told by its command: %s", (...cmd) => {
		expect(
			explainBuild(step(cmd, "ERROR: no matching distribution\n")).message,
		).toBe(
			`build: pip install -r requirements.txt ended with exit code 3: a step of the Dockerfile failed
  message  ERROR: no matching distribution
${next}`,
		);
	});

	it("is told by its stdout where stderr is empty", () => {
		expect(explainBuild(step(["test"], "", "1 failed\n")).message).toContain(
			"\n  message  1 failed\n",
		);
	});

	it("may have said nothing", () => {
		expect(explainBuild(step(["false"], "")).message).toBe(
			`build: false ended with exit code 3: a step of the Dockerfile failed
${next}`,
		);
	});
});

describe("a build that does not begin", () => {
	// The messages are the engine's own, but for the length of the plan.
	it.each([
		[
			"failed to convert Dockerfile to LLB: dockerfile parse error on line 1: unknown instruction: FRM (did you mean FROM?)",
			"dockerfile parse error on line 1: unknown instruction: FRM (did you mean FROM?)",
		],
		[
			"failed to convert Dockerfile to LLB: alpine/kubectl:9.99.99: docker.io/alpine/kubectl:9.99.99: not found",
			"alpine/kubectl:9.99.99: docker.io/alpine/kubectl:9.99.99: not found",
		],
		[
			'failed to read Dockerfile "Dockerfile": open /Dockerfile: no such file or directory',
			'failed to read Dockerfile "Dockerfile": open /Dockerfile: no such file or directory',
		],
		[
			"failed to load container from converted ID: load Container@CvANChV4eGgzOjkwYzg1ZTE2NTBmNTQyZDkS: load xxh3:90c85e1650f542d9: inputs: load xxh3:516a509336e8e125: inputs: failed to content hash dockerfile copy: failed to copy source directory: lstat /requirements.txt: no such file or directory",
			"failed to content hash dockerfile copy: failed to copy source directory: lstat /requirements.txt: no such file or directory",
		],
	])("tells why: %s", (message, said) => {
		expect(explainBuild(new Error(message)).message).toBe(
			`build: the image was not built\n  message  ${said}`,
		);
	});

	it.each([
		[
			'ssh mount "" is required but no ssh socket mappings were provided',
			"an SSH agent",
			"give yours: --ssh=$SSH_AUTH_SOCK",
		],
		[
			'secret "NPM_TOKEN" is required but was not provided',
			"the build secret NPM_TOKEN",
			"give it by that name: --build-secrets=env://NPM_TOKEN",
		],
	])("tells what a step was not given: %s", (said, needed, next) => {
		const error = new Error(
			`failed to convert Dockerfile LLB to Dagger ID: llbtodagger: unsupported op "exec" (sha256:f1efcf1d): ${said}`,
		);
		expect(explainBuild(error).message).toBe(
			`build: the image was not built: a step of the Dockerfile needs ${needed}
  message  ${said}
  next     ${next}`,
		);
	});

	it("is an error, not an image", async () => {
		const image = {
			sync: () => Promise.reject(new Error("no")),
		} as Partial<Container> as Container;
		await expect(finishBuild([image as Container])).rejects.toThrow(
			withMessage("build: the image was not built\n  message  no"),
		);
	});
});

describe("the recipe", () => {
	const plain = {
		dockerfile: "Dockerfile",
		platforms: [],
		labels: [],
		buildArgs: [],
		buildSecrets: [],
	};
	const asked: unknown[] = [];
	const source = {
		filter: (options: unknown) => {
			asked.push(options);
			return { dockerBuild: (options: unknown) => asked.push(options) };
		},
	} as unknown as Directory;

	it("is handed to the engine", () => {
		build(source, {
			...plain,
			dockerfile: "docker/Dockerfile",
			target: "prod",
			buildArgs: ["A=b", "EMPTY=", "URL=http://x?a=b"],
		});
		expect(asked).toEqual([
			{ exclude: ignored },
			{
				dockerfile: "docker/Dockerfile",
				target: "prod",
				platform: undefined,
				secrets: [],
				ssh: undefined,
				buildArgs: [
					{ name: "A", value: "b" },
					{ name: "EMPTY", value: "" },
					{ name: "URL", value: "http://x?a=b" },
				],
			},
		]);
	});

	it.each(["", "A", "=b"])("refuses %j as a build argument", (text) => {
		const recipe = { ...plain, buildArgs: [text] };
		expect(() => build(source, recipe)).toThrow(
			`--build-args=${text} is not NAME=VALUE, as in --build-args=APP_VERSION=1.4.2`,
		);
	});
});
