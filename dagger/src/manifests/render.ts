import { type Directory, dag } from "@dagger.io/dagger";
import type { Repository } from "../image/reference.js";
import { kustomize } from "../kubectl/kustomize.js";
import type { KubeObject } from "../kubernetes/object.js";
import { placeImage } from "./image.js";
import {
	appKustomization,
	listResources,
	plainKustomization,
	plainManifests,
} from "./kustomization.js";
import { parseRendered } from "./rendered.js";

/** What is rendered, and for whom. */
export type Draft = {
	manifests: Directory;
	overlay?: string;
	repository: Repository;
	app: string;
	namespace: string;
};

/** Renders the manifests for an app; a placeholder stands for the digest of its image. */
export async function render(draft: Draft): Promise<KubeObject[]> {
	const { manifests, overlay, repository, app, namespace } = draft;
	const resources = listResources(await manifests.entries(), overlay);
	const folder = dag
		.directory()
		.withDirectory("manifests", manifests)
		.withNewFile("kustomization.yaml", plainKustomization(resources));
	const answers = await kustomize(folder, {
		kustomization: appKustomization(app, namespace),
		reads: plainManifests,
	});
	return placeImage(parseRendered(answers, namespace), repository);
}
