import { mkdir, rm } from "node:fs/promises";
import { clearDrafts, needSpace } from "./cache.ts";
import type { Docker } from "./docker.ts";
import { goCaches } from "./go/module.ts";
import {
	type Found,
	type Image,
	obtainImage,
	tagsThere,
	whence,
} from "./image.ts";
import { cache } from "./lab.ts";
import { lock } from "./lock.ts";
import { mirror as mirrorStandIn } from "./mirror.ts";
import { say } from "./progress.ts";
import * as standIns from "./standins.ts";
import { versions } from "./versions.ts";

export interface Images {
	engine: Found;
	registry: Found;
	node: Found;
	/** Only where Docker Hub cannot be pulled from. */
	mirror: Found | undefined;
}

const engine: Image = {
	part: "engine",
	public: `registry.dagger.io/engine:${versions.dagger}`,
	standIn: standIns.engine,
};
const registry: Image = {
	part: "registry",
	public: `registry:${versions.registry}`,
	standIn: standIns.registry,
};
const node: Image = {
	part: "node",
	public: `rancher/k3s:${versions.k3s}`,
	standIn: standIns.node,
};

const mirror: Image = { part: "mirror", standIn: mirrorStandIn };

export async function obtainImages(docker: Docker): Promise<Images> {
	const there = await tagsThere(docker);
	const missing = [engine, registry, node, mirror].some(
		(image) => whence(image, there, false) === "registry",
	);
	const get = (image: Image) => obtainImage(docker, image, there);
	const all = async (): Promise<Images> => {
		const hub = [get(registry), get(node)] as const;
		const mirrorIfNeeded = firstStandIn(hub).then((needed) =>
			needed ? get(mirror) : undefined,
		);
		const found = await Promise.all([get(engine), ...hub, mirrorIfNeeded]);
		return {
			engine: found[0],
			registry: found[1],
			node: found[2],
			mirror: found[3],
		};
	};
	return missing ? alone(all) : all();
}

/** True as soon as one image turns out not to be pulled. */
function firstStandIn(images: readonly Promise<Found>[]): Promise<boolean> {
	const standIns = images.map(async (image) => {
		if ((await image).pulled) throw new Error("pulled");
		return true;
	});
	return Promise.any(standIns).catch(() => false);
}

/** One lab at a time builds into the cache. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
	await mkdir(cache, { recursive: true });
	const release = await lock(cache, "build", ({ pid }) =>
		say(`  another lab is filling the cache (process ${pid}): waiting for it`),
	);
	try {
		await clearDrafts();
		await needSpace(cache, 4);
		const result = await work();
		await rm(goCaches, { recursive: true, force: true });
		return result;
	} finally {
		release();
	}
}
