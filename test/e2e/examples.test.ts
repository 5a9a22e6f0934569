import { cp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gitServer } from "./support/git-server.js";
import {
	fetchThrough,
	folder,
	freshNamespace,
	kubectl,
	root,
	shell,
} from "./support/lab.js";

const placeholder = "gitlab.com/slipway/slipway@0.1.0";
let slipway: Awaited<ReturnType<typeof gitServer>>;
beforeAll(async () => {
	slipway = await gitServer();
});
afterAll(() => slipway.close());

type Example = { path: string; namespace: string };

/** A copy of an example as a repository of its own, which depends on Slipway by its address in git. */
async function repository(name: string): Promise<Example> {
	const path = await folder({});
	await cp(join(root, "examples", name), path, { recursive: true });
	for (const file of await readdir(path, { recursive: true }))
		if (file.endsWith("dagger.json"))
			await replace(join(path, file), placeholder, slipway.address);
	await shell({ cwd: path })`git init --quiet`;
	return { path, namespace: await freshNamespace(name) };
}

async function replace(file: string, from: string, to: string): Promise<void> {
	const text = await readFile(file, "utf8");
	await writeFile(file, text.replace(from, to));
}

/** Runs the command that the example's README names, or another function in place of its deploy. */
async function run({ path, namespace }: Example, verb = "deploy") {
	const readme = await readFile(join(path, "README.md"), "utf8");
	const command = /^```\n(dagger .*)\n```$/m.exec(readme)?.[1] ?? "";
	const inRepository = shell({
		cwd: path,
		env: { ...process.env, KUBE_NAMESPACE: namespace },
	});
	const called = command
		.replace(placeholder, slipway.address)
		.replace(/deploy$/, verb);
	return inRepository`sh -c ${called}`;
}

const pageOf = ({ namespace }: Example, app: string) =>
	fetchThrough(namespace, `services/${app}:80`);

const workloads = ({ namespace }: Example) =>
	kubectl("-n", namespace, "get", "deployments,pods", "-o", "name");

const deployed = /^✓ deployed: what was applied is ready/m;

describe.each(["plain", "typescript", "go", "toolchain", "promote"])(
	"the example %s",
	(name) => {
		test("deploys its app by the command of its README", async () => {
			const example = await repository(name);

			const { stdout, stderr, exitCode } = await run(example);

			expect(stdout, stderr).toMatch(deployed);
			expect(exitCode).toBe(0);
			expect(await pageOf(example, "shop")).toBe("Hello from shop!\n");
		});
	},
);

test.each(["plain", "toolchain"])(
	"the example %s has the same folders for doctor and plan",
	async (name) => {
		const example = await repository(name);
		for (const verb of ["doctor", "plan"]) {
			const { exitCode, stderr } = await run(example, verb);
			expect(exitCode, stderr).toBe(0);
		}
	},
);

test("the example monorepo deploys both apps, each with releases of its own", async () => {
	const example = await repository("monorepo");

	const { stdout, stderr } = await run(example);

	expect(stdout.match(new RegExp(deployed, "gm")), stderr).toHaveLength(2);
	for (const app of ["api", "web"])
		expect(await pageOf(example, app)).toBe(`Hello from ${app}!\n`);
	const labels = await kubectl(
		...["-n", example.namespace, "get", "deployments"],
		"-o=jsonpath={.items[*].metadata.labels.slipway/app}",
	);
	expect(labels).toBe("shop-api shop-web");
});

test.each(["typescript", "go"])(
	"the example %s deploys nothing when its own test fails",
	async (name) => {
		const example = await repository(name);
		await writeFile(join(example.path, "app/index.html"), "Goodbye!\n");

		const { stderr, exitCode } = await run(example);

		expect(exitCode).not.toBe(0);
		expect(stderr).toContain("AssertionError: Goodbye!");
		expect(await workloads(example)).toBe("");
	},
);

test("the example promote deploys nothing when its scanner finds something", async () => {
	const example = await repository("promote");
	const key = "-----BEGIN PRIVATE KEY-----\n";
	await writeFile(join(example.path, "app/index.html"), key);

	const { stderr, exitCode } = await run(example);

	expect(exitCode).not.toBe(0);
	expect(stderr).toContain("private keys: /srv/index.html");
	expect(await workloads(example)).toBe("");
});

test("the example promote deploys nothing when its scanner cannot see all", async () => {
	const example = await repository("promote");
	const closed = "RUN mkdir -m 700 /srv/closed\nCOPY";
	await replace(join(example.path, "app/Dockerfile"), "COPY", closed);

	const { stderr, exitCode } = await run(example);

	expect(exitCode).not.toBe(0);
	expect(stderr).toContain("no scan: grep: /srv/closed: Permission denied");
	expect(await workloads(example)).toBe("");
});

describe.each(["typescript", "promote", "monorepo"])(
	"for a caller in TypeScript, like the example %s,",
	(name) => {
		test("what may be left out may be, and what does not exist is refused", async () => {
			const { path } = await repository(name);
			const source = join(path, ".dagger/src/index.ts");
			const text = await readFile(source, "utf8");
			await exportTypes(path, source, text);

			const good = await check(path, text);
			expect(good.exitCode, good.stdout).toBe(0);
			const wrong = text.replace(".slipway({", '$& regsitry: "",');
			const bad = await check(path, wrong);
			expect(bad.stdout).toMatch(/error TS.*'regsitry'/);
		});

		async function check(path: string, text: string) {
			await writeFile(join(path, ".dagger/src/index.ts"), text);
			return shell`npx tsc --noEmit --project ${join(path, ".dagger")}`;
		}
	},
);

/** Writes what Dagger generates for a module into the folder where editors and `tsc` look for it. */
async function exportTypes(path: string, source: string, text: string) {
	const module = text.replace("export class Shop {", `$&\n${client}`);
	const imported = 'import { type File } from "@dagger.io/dagger";\n';
	await writeFile(source, imported + module);
	const sdk = join(path, ".dagger/sdk");
	const { stderr, exitCode } = await shell({
		cwd: path,
	})`dagger call client export --path=${join(sdk, "client.gen.ts")}`;
	expect(exitCode, stderr).toBe(0);
	// The lab's SDK is a bundle without the types of its own part, which the npm package has.
	await symlink(join(root, "node_modules"), join(path, ".dagger/node_modules"));
	const npm = "../node_modules/@dagger.io/dagger/dist/src/index.js";
	const own = `export { Context, func, argument, object } from "${npm}";\n`;
	await writeFile(join(sdk, "core.d.ts"), own);
	await writeFile(
		join(sdk, "index.ts"),
		'export * from "./core.js";\nexport * from "./client.gen.js";\n',
	);
}

/** A function that returns what was generated for its own module. */
const client = `
	@func() async client(): Promise<File> {
		const { readFile } = await import("node:fs/promises");
		const text = await readFile(import.meta.dirname + "/../sdk/client.gen.ts", "utf8");
		return dag.directory().withNewFile("client.gen.ts", text).file("client.gen.ts");
	}
`;
