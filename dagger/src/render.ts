import { type Directory, dag, type File } from "@dagger.io/dagger";
import { kustomize } from "./cluster.js";
import { placeholderDigest, type Repository } from "./image.js";
import {
	kustomization,
	parseObjects,
	pin,
	requireImage,
	resourcesOf,
} from "./manifests.js";
import type { KubeObject } from "./objects.js";

/** Manifests as they are to be applied, the image still by the placeholder's digest: as data, and as a file. */
export type Rendered = { objects: KubeObject[]; file: File };

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
	const objects = parseObjects(lines);
	requireImage(objects, repository);
	return { objects, file };
}

/** The same with the image that was pushed in place of the placeholder. */
export function pinned(
	{ objects, file }: Rendered,
	digest = placeholderDigest,
): Rendered {
	return {
		objects: pin(objects, digest),
		file: file.withReplaced(placeholderDigest, digest, { all: true }),
	};
}
