import { ref } from "../kubernetes/object.js";
import { addConfigurationHashes } from "../manifests/configuration.js";
import { envSecretName, isSameContent } from "../manifests/env-secret.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import { addPullSecretsOf } from "../manifests/pull-secret.js";
import type { Release } from "../manifests/release.js";
import type { ReleaseRecord } from "../release/record.js";
import type { Context, ReleaseSource } from "./context.js";

/** A release on record as it is applied again. What a pre-deploy Job did stays done: it is not run again. */
export function recordedRelease(record: ReleaseRecord): Release {
	const { app, image, objects, env } = record;
	return {
		image,
		objects: objects.filter((one) => !isPreDeployJob(one)),
		done: objects.filter(isPreDeployJob),
		...(env && { env: { name: envSecretName(app), hash: env.hash } }),
	};
}

/** A release on record as a source: nothing is built. The Secrets that it pulled by may be gone since. */
export function recordedSource(
	record: ReleaseRecord,
	live?: ReleaseRecord,
): ReleaseSource {
	const recorded = recordedRelease(record);
	const objects = addPullSecretsOf(recorded.objects, live?.objects ?? []);
	const release = { ...recorded, objects };
	return {
		render: async () => release.objects,
		ship: async () => record,
		release: (_rendered, _image, { envHash }) => withLiveEnv(release, envHash),
	};
}

/** Its Pods will read the app's own secrets as the cluster has them, and are rolled when these change again. */
function withLiveEnv(release: Release, envHash?: string): Release {
	const { env, objects } = release;
	if (!env || !envHash || envHash === env.hash) return release;
	const live = { ...ref("Secret", env.name), data: envHash };
	return { ...release, objects: addConfigurationHashes(objects, [live]) };
}

/** The keyed hash of the app's own secrets as the cluster has them once the run has applied its release. */
export function findEnvHash({
	release,
	found,
}: Pick<Context, "release" | "found">): string | undefined {
	return release.envSecret ? release.env?.hash : found.envHash;
}

/** What is to be said where a release ran with other secrets of the app than the cluster has. */
export function describeEnv(
	context: Pick<Context, "release" | "found">,
	{ env }: Pick<Release, "env">,
): string[] {
	if (!env || isSameContent(env.hash, findEnvHash(context))) return [];
	return [
		`the app's own secrets are not on record and stay as they are: Secret ${env.name} has changed since that release`,
	];
}
