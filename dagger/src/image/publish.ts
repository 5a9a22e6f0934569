import { type Container, dag } from "@dagger.io/dagger";
import { toolbox } from "../cluster/cluster.js";
import {
	explain,
	failureText,
	registryCauses,
} from "../failures/explanations.js";
import type { Login } from "../input/account.js";
import type { Credentials } from "../manifests/pull-secret.js";
import type { Clock } from "../steps.js";
import { built } from "./build.js";
import { addressOf, digestOf, type Repository } from "./image.js";

const pauses = [1, 4, 10];

/** Builds the image and pushes it. */
export async function push(
	image: Container,
	{ repository, credentials }: Login,
	tags: string[],
	clock: Clock,
): Promise<string> {
	return publish(await built(image), repository, credentials, tags, clock);
}

/** Pushes the image under every tag; the answer is its reference by digest. */
export async function publish(
	image: Container,
	repository: Repository,
	{ registry, username, password }: Credentials,
	tags: string[],
	clock: Clock,
): Promise<string> {
	const secret = dag.setSecret("slipway-registry-password", password);
	const ready = image.withRegistryAuth(registry, username, secret);
	let published = "";
	for (const tag of tags)
		published = await insist(ready, `${addressOf(repository)}:${tag}`, clock);
	return `${addressOf(repository)}@${digestOf(published)}`;
}

// The engine does not repeat a push that failed on the way.
async function insist(
	image: Container,
	reference: string,
	clock: Clock,
): Promise<string> {
	for (const pause of [...pauses, undefined]) {
		try {
			return await image.publish(reference);
		} catch (error) {
			const message = (error as Error).message;
			const cause = explain(registryCauses, message);
			if (!cause?.passing || pause === undefined)
				throw new Error(
					failureText(`push: ${reference} was not pushed`, message, cause),
				);
			await clock.sleep(pause);
		}
	}
	throw new Error(`push: ${reference} was not pushed`);
}

/** The digest that a push of the image would have. */
export async function digestWithoutPush(image: Container): Promise<string> {
	const index = await toolbox()
		.withMountedFile("/image.tar", image.asTarball())
		.withExec(["tar", "-xOf", "/image.tar", "index.json"])
		.stdout();
	const { manifests } = JSON.parse(index) as {
		manifests: { digest: string }[];
	};
	return manifests[0]?.digest ?? "";
}
