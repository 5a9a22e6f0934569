import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { draftFolder, obtain, type Part } from "./cache.ts";
import type { Docker } from "./docker.ts";
import { cache } from "./lab.ts";
import { type Step, step } from "./progress.ts";
import { pruneFiles, pruneTags } from "./prune.ts";

/** An image by its public name, and what stands in for it where that cannot be pulled. */
export interface Image {
	part: string;
	/** Absent: nobody else has it. */
	public?: string;
	standIn: StandIn;
}

export interface StandIn {
	tag: string;
	what: string;
	/** What has to be there before the image can be built. */
	parts: Part[];
	/** Builds the image and gives it its tag. */
	build(docker: Docker, step: Step): Promise<void>;
}

export interface Found {
	tag: string;
	pulled: boolean;
}

/** There by tag, else kept as a file, else pulled, else built. */
export async function obtainImage(
	docker: Docker,
	image: Image,
	there: ReadonlySet<string>,
): Promise<Found> {
	const from = whence(image, there, existsSync(kept(image.standIn.tag)));
	if (from === "file") await load(docker, image);
	if (
		image.public &&
		(from === "public" ||
			(from === "registry" && (await pull(docker, image.part, image.public))))
	)
		return { tag: image.public, pulled: true };
	if (from === "registry") await build(docker, image);
	return { tag: image.standIn.tag, pulled: false };
}

export function whence(
	image: Pick<Image, "public"> & { standIn: Pick<StandIn, "tag"> },
	there: ReadonlySet<string>,
	kept: boolean,
): "public" | "stand-in" | "file" | "registry" {
	if (image.public && there.has(image.public)) return "public";
	if (there.has(image.standIn.tag)) return "stand-in";
	return kept ? "file" : "registry";
}

export async function tagsThere(docker: Docker): Promise<ReadonlySet<string>> {
	return new Set(
		await docker.lines("image", "ls", "--format", "{{.Repository}}:{{.Tag}}"),
	);
}

const kept = (tag: string) =>
	join(cache, "images", `${tag.replace(/\W+/g, "-")}.tar`);

function load(docker: Docker, { part, standIn }: Image): Promise<void> {
	return step(`${part} image`, "loading it from the cache", async (step) => {
		await docker.run(["load", "--input", kept(standIn.tag)], step.$);
	});
}

/** Pulls; false where the registry cannot be reached, or says nothing for half a minute. */
function pull(docker: Docker, part: string, tag: string): Promise<boolean> {
	return step(`${part} image`, `pulling ${tag}`, async (step) => {
		const pulling = docker.run(["pull", tag], step.$).nothrow();
		const silence = setTimeout(() => void pulling.kill(), 30_000);
		pulling.stdout.once("data", () => clearTimeout(silence));
		const { exitCode } = await pulling;
		clearTimeout(silence);
		step.outcome =
			exitCode === 0 ? "" : "cannot be pulled here, so it is built";
		return exitCode === 0;
	});
}

async function build(docker: Docker, { part, standIn }: Image): Promise<void> {
	await Promise.all(standIn.parts.map(obtain));
	await step(`${part} image`, standIn.what, (step) =>
		standIn.build(docker, step),
	);
	const file = kept(standIn.tag);
	await step(`${part} image`, "keeping it in the cache", async (step) => {
		const draft = join(await draftFolder("image"), "image.tar");
		await docker.run(["save", "--output", draft, standIn.tag], step.$);
		await mkdir(dirname(file), { recursive: true });
		await rename(draft, file);
		await pruneFiles(file);
		await pruneTags(docker, standIn.tag);
	});
}
