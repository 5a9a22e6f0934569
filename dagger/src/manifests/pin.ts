import { dag, type File } from "@dagger.io/dagger";
import type { Credentials } from "../image/account.js";
import { parseDigest, placeholderDigest } from "../image/reference.js";
import { selectLines } from "../kubectl/toolbox.js";
import type { KubeObject } from "../kubernetes/object.js";
import { pinImage } from "./objects.js";
import { isPreDeployJob, isPrerequisite } from "./prerequisites.js";
import { pullSecret } from "./pull-secret.js";
import {
	objectsFile,
	prerequisitesFile,
	pullSecretFile,
	type Release,
} from "./release.js";
import { type Draft, type Rendered, render } from "./render.js";

/** Rendered manifests with the image by digest in place, and the pull secret. */
export function makeRelease(
	{ objects, yaml, lines }: Rendered,
	image: string,
	credentials: Credentials,
): Release {
	const digest = parseDigest(image);
	const prerequisites = [...objects.keys()].filter((index) =>
		isPrerequisite(objects[index] as KubeObject),
	);
	return {
		image,
		objects: pinImage(objects, digest),
		files: {
			[objectsFile]: pinFile(yaml, digest),
			...(objects.some(isPreDeployJob) && {
				[prerequisitesFile]: pinFile(selectLines(lines, prerequisites), digest),
			}),
		},
		// A file that only a container's memory holds.
		secrets: {
			[pullSecretFile]: dag.setSecret(
				"slipway-pull-secret",
				JSON.stringify(pullSecret(credentials)),
			),
		},
	};
}

/** The manifests as they would be applied, with an image by digest where one is given. */
export async function renderFile(draft: Draft, image?: string): Promise<File> {
	const { yaml } = await render(draft);
	return image ? pinFile(yaml, parseDigest(image)) : yaml;
}

/** A rendered file with the digest of the image in place of the placeholder. */
function pinFile(file: File, digest: string): File {
	return file.withReplaced(placeholderDigest, digest, { all: true });
}
