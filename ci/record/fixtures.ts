#!/usr/bin/env -S npx tsx
/**
 * Takes the fixtures of the state rules from the cluster of KUBECONFIG, all or those whose names begin as given:
 * `ci/record/fixtures.ts [name…]`. Each manifest in test/fixtures is a case; take.ts says how it is followed.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "zx";
import { imagesByDigest } from "./images.ts";
import { take } from "./take.ts";

const fixtures = join(import.meta.dirname, "../../test/fixtures");
const atOnce = 3;

const names = process.argv.slice(2);
const queue = (await readdir(fixtures, { recursive: true }))
	.filter((file) => file.endsWith(".yaml"))
	.map((file) => file.slice(0, -".yaml".length))
	.filter(
		(file) => !names.length || names.some((name) => file.startsWith(name)),
	);

const variables = { ...process.env, ...(await imagesByDigest()) };
await Promise.all(Array.from({ length: atOnce }, work));
await $({ quiet: true })`npx biome format --write ${fixtures}`;

async function work(): Promise<void> {
	for (let name = queue.shift(); name; name = queue.shift()) {
		try {
			const manifest = await readFile(join(fixtures, `${name}.yaml`), "utf8");
			const { file, content } = await take(name, filled(manifest));
			await writeFile(join(fixtures, file), content);
			console.log(`${name}: taken`);
		} catch (error) {
			console.log(`${name}: ${error}`);
			process.exitCode = 1;
		}
	}
}

/** Puts in the lab's registry and login, and the images by digest. */
function filled(manifest: string): string {
	const values = new Map(Object.entries(variables));
	return manifest.replace(
		/\$\{(\w+)\}/g,
		(whole, name: string) => values.get(name) ?? whole,
	);
}
