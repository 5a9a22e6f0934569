import { type Directory, dag } from "@dagger.io/dagger";
import { kustomize } from "./cluster.js";
import type { Repository } from "./image.js";
import {
	kustomization,
	parseObjects,
	requireImage,
	resourcesOf,
} from "./manifests.js";
import type { KubeObject } from "./objects.js";

/** The folder's manifests as they are to be applied, the image still by the placeholder's digest. */
export async function render(
	manifests: Directory,
	repository: Repository,
	namespace: string,
): Promise<KubeObject[]> {
	const resources = resourcesOf(await manifests.entries());
	const folder = dag
		.directory()
		.withDirectory("manifests", manifests)
		.withNewFile(
			"kustomization.yaml",
			kustomization(resources, repository, namespace),
		);
	const objects = parseObjects(await kustomize(folder));
	requireImage(objects, repository);
	return objects;
}
