import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { needSpace } from "../disk.ts";
import type { Docker } from "../docker.ts";
import { lock } from "../lock.ts";
import { say, step } from "../progress.ts";
import { clearDrafts, draftFolder, obtain } from "./cache.ts";
import { goCaches } from "./go/module.ts";
import { cache } from "./places.ts";
import { pruneFiles, pruneTags } from "./prune.ts";
import { dind } from "./standins/dind.ts";
import { type StandIn, standInLabel } from "./standins/dockerfile.ts";
import { engine } from "./standins/engine.ts";
import { job } from "./standins/job.ts";
import { mirror } from "./standins/mirror.ts";
import { node } from "./standins/node.ts";
import { registry } from "./standins/registry.ts";

/** What stands in for images that cannot be pulled: built from packages, and kept as files in the cache. */
const standIns = { engine, registry, node, job, mirror, dind };

export { standInLabel as label };

type Title = keyof typeof standIns;

export const tag = (role: Title) => standIns[role].tag;

/** Is it in Docker, or in the cache, from where it is loaded? */
export async function kept(docker: Docker, role: Title): Promise<boolean> {
	if (await docker.read("image", "ls", "--quiet", tag(role))) return true;
	const file = fileOf(role);
	if (!existsSync(file)) return false;
	await step(`${role} image`, "loading it from the cache", async (step) => {
		await docker.run(["load", "--input", file], step.$);
	});
	return true;
}

/** Builds stand-ins, one lab at a time: another may have built them in the meantime. */
export async function build(docker: Docker, roles: Title[]): Promise<void> {
	await mkdir(cache, { recursive: true });
	const release = await lock(cache, "build", ({ pid }) =>
		say(`  another lab is filling the cache (process ${pid}): waiting for it`),
	);
	try {
		await clearDrafts();
		await needSpace(cache, 4);
		await Promise.all(
			roles.map(async (role) => {
				if (!(await kept(docker, role))) await create(docker, role);
			}),
		);
		await rm(goCaches, { recursive: true, force: true });
	} finally {
		release();
	}
}

const fileOf = (role: Title) =>
	join(cache, "images", `${tag(role).replace(/\W+/g, "-")}.tar`);

async function create(docker: Docker, role: Title): Promise<void> {
	const standIn: StandIn = standIns[role];
	await Promise.all(standIn.artifacts.map(obtain));
	await step(`${role} image`, standIn.what, (step) =>
		standIn.build(docker, step),
	);
	const file = fileOf(role);
	await step(`${role} image`, "keeping it in the cache", async (step) => {
		const draft = join(await draftFolder("image"), "image.tar");
		await docker.run(["save", "--output", draft, standIn.tag], step.$);
		await mkdir(dirname(file), { recursive: true });
		await rename(draft, file);
		await pruneFiles(file);
		await pruneTags(docker, standIn.tag);
	});
}
