import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Docker } from "../docker.ts";

/** Of each thing the newest two are kept: what runs now, and what another branch may need. */
const kept = 2;

/** Removes the older ones of a file or folder that is named by a key. */
export async function pruneFiles(path: string): Promise<void> {
	const folder = dirname(path);
	const names = alike(basename(path), await readdir(folder));
	const aged = await Promise.all(
		names.map(async (name) => ({
			name,
			at: (await stat(join(folder, name))).mtimeMs,
		})),
	);
	aged.sort((a, b) => b.at - a.at);
	for (const { name } of aged.slice(kept))
		await rm(join(folder, name), { recursive: true, force: true });
}

/** The names that differ in their key only. */
export function alike(name: string, names: string[]): string[] {
	const without = (text: string) =>
		text.replace(/-[0-9a-f]{12}(?=(\.tar)?$)/, "");
	return names.filter(
		(each) => each !== without(each) && without(each) === without(name),
	);
}

/** The same for an image in Docker, which lists the newest first; one in use stays. */
export async function pruneTags(docker: Docker, tag: string): Promise<void> {
	const [repository = tag] = tag.split(":");
	const format = "{{.Repository}}:{{.Tag}}";
	const tags = await docker.lines(
		"image",
		"ls",
		"--format",
		format,
		repository,
	);
	for (const old of tags.slice(kept))
		await docker.run(["image", "rm", old]).nothrow();
}
