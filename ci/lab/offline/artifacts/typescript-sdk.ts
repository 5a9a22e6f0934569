import { existsSync } from "node:fs";
import { cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keyOf } from "../../key.ts";
import type { Step } from "../../progress.ts";
import { type Artifact, filesKey } from "../cache.ts";
import { here } from "../places.ts";
import { versions } from "../versions.ts";
import { debian } from "./debian.ts";
import { dagger } from "./programs.ts";
import { packSdk } from "./sdk.ts";

const files = "images/engine/sdk";
const arch = process.arch === "arm64" ? "arm64" : "x64";

/** The TypeScript SDK as the engine loads it: an OCI layout of Debian, Node, the SDK's npm package and its runtime module. */
export const typescriptSdk: Artifact = {
	title: "typescript sdk",
	what: `Dagger's TypeScript SDK ${versions.npm["@dagger.io/dagger"]} from npm`,
	key: keyOf(
		JSON.stringify(versions.npm),
		debian.key,
		dagger.key,
		filesKey(
			files,
			...["typescript-sdk", "sdk", "oci"].map((name) => `artifacts/${name}.ts`),
		),
	),
	async build(path, step) {
		const npm = `${path}.npm`;
		step.note = "installing npm packages";
		await installPackages(step, npm);
		await bundle(step, npm);
		await packSdk(step, path, (root, programs) => fill(root, npm, programs));
		await rm(npm, { recursive: true, force: true });
	},
};

async function installPackages(step: Step, npm: string): Promise<void> {
	const { node, ...packages } = versions.npm;
	const wanted = Object.entries({ ...packages, [`node-linux-${arch}`]: node });
	await mkdir(npm);
	await step.$({
		cwd: npm,
	})`npm install --no-audit --no-fund --no-package-lock --prefix ${npm} ${wanted.map((each) => each.join("@"))}`;
}

// What is run from the npm package, as one file each: an engine unpacks thousands of small files slowly.
const bundles = {
	core: 'export { connection, connect, Context, func, check, generate, argument, object, field, enumType, entrypoint } from "@dagger.io/dagger";',
	introspect:
		'import "./node_modules/@dagger.io/dagger/dist/src/module/entrypoint/introspection_entrypoint.js";',
};

/** What the bundles and the modules still find by name. */
const unbundled = [
	"typescript",
	"tsx",
	"esbuild",
	"@esbuild",
	"get-tsconfig",
	"resolve-pkg-maps",
];

async function bundle(step: Step, npm: string): Promise<void> {
	const banner =
		'import { createRequire as __cr } from "node:module"; const require = __cr(import.meta.url);';
	const options = [
		"--bundle",
		"--platform=node",
		"--format=esm",
		"--target=node24",
		"--external:typescript",
		"--minify-whitespace",
	];
	for (const [name, source] of Object.entries(bundles)) {
		await writeFile(join(npm, `${name}-entry.js`), `${source}\n`);
		await step.$({
			cwd: npm,
		})`node_modules/.bin/esbuild ${name}-entry.js --log-level=error ${options} --banner:js=${banner} --outfile=${name}.js`;
	}
}

async function fill(
	root: string,
	npm: string,
	programs: string,
): Promise<void> {
	const modules = join(npm, "node_modules");
	const node = join(modules, `node-linux-${arch}`);
	const source = (file: string) => join(here, files, file);
	const target = (file: string) => join(root, file);
	await cp(join(node, "bin/node"), target("usr/local/bin/node"));
	await cp(join(programs, "codegen"), target("usr/local/bin/codegen"));
	for (const name of unbundled) {
		const from = join(modules, name);
		if (existsSync(from))
			await cp(from, target(`node_modules/${name}`), { recursive: true });
	}
	await symlink("/node_modules/tsx/dist/cli.mjs", target("usr/local/bin/tsx"));
	// An engine that knows more certificates would run it before and after each call of a module: 2 s and more.
	await rm(target("usr/sbin/update-ca-certificates"), { force: true });
	await cp(source("dagger.json"), target("runtime/dagger.json"));
	await cp(source("main.dang"), target("runtime/main.dang"));
	await cp(
		source("entrypoint.ts.in"),
		target("usr/local/share/dagger/entrypoint.ts"),
	);
	await cp(source("index.ts.in"), target("sdk-lib/index.ts"));
	await cp(join(npm, "core.js"), target("sdk-lib/core.js"));
	await cp(
		join(npm, "introspect.js"),
		target("usr/local/share/dagger/introspect.js"),
	);
	await writeFile(target("sdk-lib/telemetry.ts"), "export {}\n");
}
