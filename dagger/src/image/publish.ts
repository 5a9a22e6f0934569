import type { Container } from "@dagger.io/dagger";
import { classifyPush } from "../failures/catalogue.js";
import { explain } from "../failures/failure.js";
import type { Clock } from "../system/clock.js";
import type { Login } from "./account.js";
import { loggedIn } from "./login.js";
import { formatAddress, parseDigest } from "./reference.js";

const pauses = [1, 4, 10];

/** Pushes an image, one for each platform, under every tag; the answer is its reference by digest. */
export async function publish(
	[first, ...platformVariants]: [Container, ...Container[]],
	{ repository, credentials }: Login,
	tags: string[],
	clock: Clock,
): Promise<string> {
	const image = loggedIn(first, credentials);
	const address = formatAddress(repository);
	let published = "";
	for (const tag of tags) {
		const reference = `${address}:${tag}`;
		const push = () => image.publish(reference, { platformVariants });
		published = await pushWithRetries(push, reference, clock);
	}
	return `${address}@${parseDigest(published)}`;
}

// The engine does not repeat a push that failed on the way.
async function pushWithRetries(
	push: () => Promise<string>,
	reference: string,
	clock: Clock,
): Promise<string> {
	for (let tries = 0; ; tries++) {
		try {
			return await push();
		} catch (error) {
			const { message } = error as Error;
			const cause = classifyPush(message);
			const pause = pauses[tries];
			if (cause?.class !== "transient" || pause === undefined)
				throw explain(`push: ${reference} was not pushed`, message, cause);
			await clock.sleep(pause);
		}
	}
}
