import type { File } from "@dagger.io/dagger";
import { parseDigest } from "../image/reference.js";
import { toYaml } from "../kubectl/kustomize.js";
import { addConfigurationHashes } from "../manifests/configuration.js";
import { pinImage } from "../manifests/image.js";
import { formatObjects } from "../manifests/objects.js";
import { addPullSecrets } from "../manifests/pull-secret.js";
import { type Draft, render } from "../manifests/render.js";

/** The manifests as they would be applied, with an image by digest where one is given. */
export async function renderFile(
	draft: Draft & { secretName?: string },
	image?: string,
): Promise<File> {
	const rendered = await render(draft);
	const pulling = addPullSecrets(rendered, draft.secretName, new Map());
	const objects = addConfigurationHashes(
		image ? pinImage(pulling, parseDigest(image)) : pulling,
	);
	return toYaml(formatObjects(objects));
}
