import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certificates } from "../../certificates.ts";
import type { Docker } from "../../docker.ts";
import { keyOf } from "../../key.ts";
import type { Step } from "../../progress.ts";
import { debian } from "../artifacts/debian.ts";
import { type Artifact, draftFolder, obtain } from "../cache.ts";
import { here } from "../places.ts";
import { versions } from "../versions.ts";

export interface StandIn {
	tag: string;
	what: string;
	/** What has to be there before the image can be built. */
	artifacts: Artifact[];
	/** Builds the image and gives it its tag. */
	build(docker: Docker, step: Step): Promise<void>;
}

const repository = "slipway-lab";

/** What tells an image that is built here from a published one with the same tag. */
export const standInLabel = "slipway.lab.stand-in";

/** A stand-in's tag, which names everything that the image is made from, and the artifacts it needs. */
export function described(
	title: string,
	version: string,
	artifacts: Artifact[],
	...inputs: string[]
) {
	const key = keyOf(debian.key, ...inputs, ...artifacts.map(({ key }) => key));
	return {
		tag: `${repository}/${title}:${version}-${key}`,
		what: `building a stand-in for version ${version} from packages`,
		artifacts: [debian, ...artifacts],
	};
}

export interface Context {
	files?: Record<string, string>;
	args?: Record<string, string>;
}

/** Builds the image of a Dockerfile under images/, on the lab's Debian. */
export async function buildImage(
	docker: Docker,
	step: Step,
	title: string,
	tag: string,
	{ files = {}, args = {} }: Context = {},
): Promise<void> {
	const base = await obtainBase(docker, step);
	const context = await draftFolder(`image-${title}`);
	await cp(join(here, "images", title), context, { recursive: true });
	for (const [target, source] of Object.entries(files))
		await step.$`cp --recursive --link ${source} ${join(context, target)}`;
	await mkdir(join(context, "ca"));
	for (const [index, text] of certificates().entries())
		await writeFile(join(context, "ca", `${index}.crt`), text);
	const given = Object.entries({ BASE: base, ...args }).flatMap(([k, v]) => [
		"--build-arg",
		`${k}=${v}`,
	]);
	// The host's network: the lab's own Docker has no default bridge, and the host's way to its registries works.
	await docker.run(
		[
			"build",
			"--network=host",
			"--force-rm",
			"--label",
			standInLabel,
			"--tag",
			tag,
			...given,
			context,
		],
		step.$,
	);
	await rm(context, { recursive: true, force: true });
}

let base: Promise<string> | undefined;

function obtainBase(docker: Docker, step: Step): Promise<string> {
	base ??= (async () => {
		const tag = `${repository}/debian:${versions.debian}-${debian.key}`;
		const there = await docker.read("image", "ls", "-q", tag);
		if (!there) await docker.run(["import", await obtain(debian), tag], step.$);
		return tag;
	})();
	return base;
}
