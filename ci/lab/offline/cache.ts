import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { keyOf } from "../key.ts";
import { type Step, step } from "../progress.ts";
import { unmount } from "./mounts.ts";
import { cache, here } from "./places.ts";
import { pruneFiles } from "./prune.ts";

/** What is built once and kept: a folder or file in the cache, named by a hash of everything it is made from. */
export interface Artifact {
	title: string;
	what: string;
	key: string;
	/** Builds into a path that becomes the artifact when it is complete. */
	build(path: string, step: Step): Promise<void>;
}

const building = new Map<string, Promise<string>>();
const temporary = join(cache, "tmp");

/** The artifact's path; built if it is not there, once for all who ask. */
export function obtain(artifact: Artifact): Promise<string> {
	const path = join(
		cache,
		"artifacts",
		`${artifact.title.replace(/\W+/g, "-")}-${artifact.key}`,
	);
	if (existsSync(path)) return Promise.resolve(path);
	const started = building.get(path) ?? create(artifact, path);
	building.set(path, started);
	return started;
}

async function create(artifact: Artifact, path: string): Promise<string> {
	const draft = await draftFolder(`${artifact.title.replace(/\W+/g, "-")}`);
	await step(artifact.title, artifact.what, (step) =>
		artifact.build(join(draft, "artifact"), step),
	);
	await mkdir(dirname(path), { recursive: true });
	await rename(join(draft, "artifact"), path);
	await pruneFiles(path);
	await rm(draft, { recursive: true, force: true });
	return path;
}

let drafts = 0;

/** A new folder for work that is not kept. */
export async function draftFolder(title: string): Promise<string> {
	const folder = join(temporary, `${process.pid}-${drafts++}-${title}`);
	await mkdir(folder, { recursive: true });
	return folder;
}

/** Takes away what an interrupted build left; only under the cache's lock. */
export async function clearDrafts(): Promise<void> {
	await unmount(temporary);
	await rm(temporary, { recursive: true, force: true });
}

/** A short hash of files in this folder: names, modes, contents. */
export function filesKey(...paths: string[]): string {
	return keyOf(
		...paths
			.flatMap((path) => files(join(here, path)))
			.flatMap((file) => [
				relative(here, file),
				String(statSync(file).mode & 0o100),
				readFileSync(file, "utf8"),
			]),
	);
}

function files(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((entry) => files(join(path, entry)));
}
