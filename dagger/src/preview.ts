import type { Container, Directory } from "@dagger.io/dagger";
import { filenames, force, managed } from "./cluster/calls.js";
import { type Access, refusal } from "./cluster/cluster.js";
import { look } from "./cluster/look.js";
import {
	objectsFile,
	pullSecretFile,
	type Release,
	releaseOf,
} from "./cluster/release.js";
import { built } from "./image/build.js";
import { digestWithoutPush } from "./image/publish.js";
import type { Login } from "./input/account.js";
import { labelOf } from "./manifests/manifests.js";
import { render } from "./manifests/render.js";
import { planText } from "./verdict/plan.js";

/** What a deploy of an image would change; the image is not pushed. */
export async function plan(
	cluster: Access,
	{ repository, credentials }: Login,
	manifests: Directory,
	image: Container,
): Promise<string> {
	const drafts = await render(manifests, repository, cluster.namespace);
	await look(cluster, labelOf(repository.path), drafts);
	const digest = await digestWithoutPush(await built(image));
	const release = releaseOf(drafts, digest, credentials);
	return planText(await difference(cluster, release));
}

/** The difference that an apply would make, as kubectl tells it: the values of Secrets are masked. */
async function difference(
	cluster: Access,
	{ files }: Release,
): Promise<string> {
	const where = filenames(pullSecretFile, objectsFile);
	const call = ["diff", "--server-side", managed, force, ...where];
	const [answer] = await cluster.run([call], files);
	if (!answer) throw new Error("kubectl did not run");
	// kubectl diff ends with 1 where there is a difference, and says nothing where there is none.
	if (answer.code > 1 || answer.stderr.includes("error:"))
		throw refusal("the cluster cannot tell what would change", answer);
	return answer.stdout;
}
