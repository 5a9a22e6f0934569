import type { Container } from "@dagger.io/dagger";
import { built } from "./build.js";
import type { Cluster } from "./cluster.js";
import { planText } from "./plan.js";
import { digestWithoutPush } from "./publish.js";
import type { Credentials } from "./pull-secret.js";
import { difference, look, secretOf } from "./release.js";
import { pinned, type Rendered } from "./render.js";

/** What a deploy of an image would change; the image is not pushed. */
export async function plan(
	cluster: Cluster,
	drafts: Rendered,
	credentials: Credentials,
	image: Container,
): Promise<string> {
	await look(
		{ cluster, createNamespace: false, forceConflicts: false },
		drafts,
	);
	const digest = await digestWithoutPush(await built(image));
	const release = pinned(drafts, digest);
	return planText(await difference(cluster, release, secretOf(credentials)));
}
