import { dag, type Secret } from "@dagger.io/dagger";
import type { KubeObject } from "../manifests/objects.js";
import { comesFirst, runsBefore } from "../manifests/phases.js";
import { type Credentials, pullSecret } from "../manifests/pull-secret.js";
import { pinned, type Rendered } from "../manifests/render.js";
import { type Files, pick } from "./cluster.js";

export const objectsFile = "/objects.yaml";
export const groundworkFile = "/groundwork.json";
export const pullSecretFile = "/run/pull-secret.json";

/** What is to be applied: the objects as data, and as files for kubectl. */
export type Release = { objects: KubeObject[]; files: Files };

export function releaseOf(
	drafts: Rendered,
	digest: string,
	credentials: Credentials,
): Release {
	const { objects, file, lines } = pinned(drafts, digest);
	const groundwork = [...objects.keys()].filter((index) =>
		comesFirst(objects[index] as KubeObject),
	);
	return {
		objects,
		files: {
			mounted: {
				[objectsFile]: file,
				...(objects.some(runsBefore) && {
					[groundworkFile]: pick(lines, groundwork),
				}),
			},
			secret: { [pullSecretFile]: secretOf(credentials) },
		},
	};
}

/** The pull secret as a file that only a container's memory holds. */
function secretOf(credentials: Credentials): Secret {
	return dag.setSecret(
		"slipway-pull-secret",
		JSON.stringify(pullSecret(credentials)),
	);
}
