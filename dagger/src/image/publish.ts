import type { Container } from "@dagger.io/dagger";
import type { Login } from "./account.js";
import { loggedIn } from "./login.js";
import { formatAddress, parseDigest } from "./reference.js";
import { pushWithRetries, type Surroundings } from "./retries.js";

/** Pushes an image, one for each platform, under every tag; the answer is its reference by digest. */
export async function publish(
	[first, ...platformVariants]: [Container, ...Container[]],
	{ repository, credentials }: Login,
	tags: string[],
	surroundings: Surroundings,
): Promise<string> {
	const image = loggedIn(first, credentials);
	const address = formatAddress(repository);
	let published = "";
	for (const tag of tags)
		published = await pushWithRetries(
			`${address}:${tag}`,
			(reference) => image.publish(reference, { platformVariants }),
			surroundings,
		);
	return `${address}@${parseDigest(published)}`;
}
