import { type Directory, dag, type File } from "@dagger.io/dagger";
import { kustomize } from "../cluster/cluster.js";
import {
	digestOf,
	placeholderDigest,
	type Repository,
} from "../image/image.js";
import { requireNamespace } from "../input/arguments.js";
import {
	kustomization,
	parseObjects,
	pin,
	requireImage,
	resourcesOf,
} from "./manifests.js";
import type { KubeObject } from "./objects.js";

/** Manifests as they are to be applied: as data, as a file of YAML, and as a file with one object a line. */
export type Rendered = { objects: KubeObject[]; file: File; lines: File };

export async function render(
	manifests: Directory,
	repository: Repository,
	namespace: string,
): Promise<Rendered> {
	const resources = resourcesOf(await manifests.entries());
	const folder = dag
		.directory()
		.withDirectory("manifests", manifests)
		.withNewFile(
			"kustomization.yaml",
			kustomization(resources, repository, namespace),
		);
	const { file, lines } = await kustomize(folder);
	const objects = parseObjects(await lines.contents());
	requireImage(objects, repository);
	return { objects, file, lines };
}

/** The same with the image that was pushed in place of the placeholder. */
export function pinned(
	{ objects, file, lines }: Rendered,
	digest = placeholderDigest,
): Rendered {
	const change = (file: File) =>
		file.withReplaced(placeholderDigest, digest, { all: true });
	return {
		objects: pin(objects, digest),
		file: change(file),
		lines: change(lines),
	};
}

/** The manifests as they would be applied, with an image by digest where one is given. */
export async function renderFile(
	manifests: Directory,
	repository: Repository,
	namespace: string,
	image?: string,
): Promise<File> {
	requireNamespace(namespace);
	const drafts = await render(manifests, repository, namespace);
	return pinned(drafts, image && digestOf(image)).file;
}
