import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, root, run, shell, slipway } from "./support/lab.js";

test("build needs nothing but its name", async () => {
	const { code, stdout } = await run("dagger", [
		"call",
		"build",
		"with-exec",
		"--args=python,-c,import flask; print(flask.__name__)",
		"stdout",
	]);

	expect(stdout.trim()).toBe("flask");
	expect(code).toBe(0);
	expect((await run("dagger", ["call", "build"])).code).toBe(0);
});

test("build arguments and stages reach the Dockerfile", async () => {
	const source = await folder({
		Dockerfile: `FROM alpine/kubectl:1.34.2 AS first
ARG WORD
RUN echo "$WORD" >/word
FROM first AS second
RUN false
`,
	});

	const { stdout } = await run("dagger", [
		"call",
		"--target=first",
		"--build-args=WORD=a=b c",
		"build",
		`--source=${source}`,
		"file",
		"--path=/word",
		"contents",
	]);

	expect(stdout.trim()).toBe("a=b c");
});

test("a step of the Dockerfile that fails is told with its last words", async () => {
	const source = await folder({
		Dockerfile: `FROM alpine/kubectl:1.34.2
RUN echo the reason >&2; exit 3
`,
	});

	const { stderr, code } = await slipway({ source }, "push");

	expect(code).not.toBe(0);
	expect(stderr).toMatch(/Error: build: .*exit code 3/);
	expect(stderr).toContain("message  the reason");
	expect(stderr.slice(stderr.indexOf("Error:"))).not.toContain(
		"load Container@",
	);
});

test("push answers with one line, the reference by digest", async () => {
	const { stdout } = await slipway({}, "push", "--tags=one,two");

	expect(stdout.trim()).toMatch(
		new RegExp(
			`^${process.env.LAB_REGISTRY}/${process.env.LAB_USERNAME}/flask-app@sha256:[0-9a-f]{64}$`,
		),
	);
});

test("a caller from elsewhere who forgets the source is told so, and gets no sample app", async () => {
	const cwd = await folder({});
	const calls = ["build", "deploy"].map(
		(verb) => shell({ cwd })`dagger -m ${root} call --image-name=app ${verb}`,
	);
	for (const { exitCode, stderr } of await Promise.all(calls)) {
		expect(exitCode).not.toBe(0);
		expect(stderr).toMatch(/required flag\(s\) .*"source".* not set/);
	}
});

/** What a call needs to find the lab's engine, and nothing that describes an app. */
const engine = Object.fromEntries(
	["DOCKER_HOST", "_EXPERIMENTAL_DAGGER_RUNNER_HOST"].map((name) => [
		name,
		process.env[name],
	]),
);

test("deploy alone says all that is missing, where nothing is given", async () => {
	const { exitCode, stderr } = await shell({
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...engine },
	})`dagger call deploy`;
	expect(exitCode).not.toBe(0);
	expect(stderr).toContain(
		"Error: deploy needs --username, --password, --kubeconfig and --namespace: they are missing or empty",
	);
});

test("what is ignored stays out of an image for callers that are modules, too", async () => {
	const cwd = await folder({
		"dagger.json": JSON.stringify({
			name: "caller",
			engineVersion: "v0.21.8",
			sdk: { source: "typescript" },
			source: "dagger",
			dependencies: [{ name: "slipway", source: "slipway" }],
		}),
	});
	await cp(join(root, "dagger"), join(cwd, "slipway/dagger"), {
		recursive: true,
	});
	await cp(join(root, "dagger.json"), join(cwd, "slipway/dagger.json"));
	await mkdir(join(cwd, "dagger/src"), { recursive: true });
	for (const file of ["package.json", "tsconfig.json"])
		await cp(join(root, "dagger", file), join(cwd, "dagger", file));
	await writeFile(join(cwd, "dagger/src/index.ts"), caller);
	await shell({ cwd })`git init --quiet`;

	const { stdout, stderr } = await shell({ cwd })`dagger call entries`;

	expect(stdout.trim().split("\n"), stderr).toEqual(["Dockerfile", "kept"]);
});

/** A module that depends on Slipway, and gives it a folder with what is not to be in an image. */
const caller = `import { dag, func, object } from "@dagger.io/dagger";

@object()
export class Caller {
	@func()
	async entries(): Promise<string[]> {
		const source = dag
			.directory()
			.withNewFile("Dockerfile", "FROM alpine/kubectl:1.34.2\\nCOPY . /app\\n")
			.withNewFile("kept", "")
			.withNewFile("node_modules/dropped/index.js", "")
			.withNewFile(".git/config", "");
		return dag.slipway().build(source).directory("/app").entries();
	}
}
`;

test("every function has a summary, and its help a usage line", async () => {
	const { stdout } = await run("dagger", ["functions"]);
	const functions = stdout
		.split("\n")
		.map((line) => /^(\w+) {2,}(\S.*)$/.exec(line))
		.filter((match) => match !== null)
		.filter(([, name]) => name !== "Name");

	expect(functions.map(([, name]) => name)).toEqual(
		expect.arrayContaining(["build", "deploy", "push", "render", "serve"]),
	);
	for (const [, name, summary] of functions)
		expect(summary, name).toMatch(/\.$/);
	const help = await run("dagger", ["call", "deploy", "--help"]);
	expect(help.stdout).toContain("Usage: dagger call");
});
