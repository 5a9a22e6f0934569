import { type Directory, dag, type File } from "@dagger.io/dagger";
import type { Repository } from "../image/reference.js";
import { kustomize } from "../kubectl/kustomize.js";
import type { KubeObject } from "../kubernetes/object.js";
import { kustomization, listResources } from "./kustomization.js";
import { parseObjects, requireImage } from "./objects.js";

/** Manifests as they are to be applied: as data, as a file of YAML, and as a file with one object a line. */
export type Rendered = { objects: KubeObject[]; yaml: File; lines: File };

/** What is rendered, and for whom. */
export type Draft = {
	manifests: Directory;
	overlay: string;
	repository: Repository;
	app: string;
	namespace: string;
};

/** Renders the manifests for an app; a placeholder stands for the digest of its image. */
export async function render(draft: Draft): Promise<Rendered> {
	const { manifests, overlay, repository, app, namespace } = draft;
	const resources = listResources(await manifests.entries(), overlay);
	const folder = dag
		.directory()
		.withDirectory("manifests", manifests)
		.withNewFile(
			"kustomization.yaml",
			kustomization(resources, repository, app, namespace),
		);
	const { yaml, lines } = await kustomize(folder);
	const objects = parseObjects(await lines.contents());
	requireImage(objects, repository);
	return { objects, yaml, lines };
}
