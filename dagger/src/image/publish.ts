import { type Container, dag } from "@dagger.io/dagger";
import { classifyPush } from "../failures/catalogue.js";
import { explain } from "../failures/failure.js";
import { toolbox } from "../kubectl/toolbox.js";
import type { Clock } from "../system/clock.js";
import type { Credentials, Login } from "./account.js";
import { formatAddress, parseDigest } from "./reference.js";

const pauses = [1, 4, 10];

/** Pushes the image under every tag; the answer is its reference by digest. */
export async function publish(
	image: Container,
	{ repository, credentials }: Login,
	tags: string[],
	clock: Clock,
): Promise<string> {
	const { registry, username, password } = credentials;
	const secret = dag.setSecret("slipway-registry-password", password);
	const ready = image.withRegistryAuth(registry, username, secret);
	const address = formatAddress(repository);
	let published = "";
	for (const tag of tags)
		published = await pushWithRetries(ready, `${address}:${tag}`, clock);
	return `${address}@${parseDigest(published)}`;
}

// The engine does not repeat a push that failed on the way.
async function pushWithRetries(
	image: Container,
	reference: string,
	clock: Clock,
): Promise<string> {
	for (let tries = 0; ; tries++) {
		try {
			return await image.publish(reference);
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

/** Refuses an image that its registry does not have. A private one cannot be looked up without a login, and is believed. */
export async function requirePushed(
	image: string,
	credentials: Credentials | undefined,
): Promise<string> {
	let container = dag.container();
	if (credentials) {
		const { registry, username, password } = credentials;
		const secret = dag.setSecret("slipway-registry-password", password);
		container = container.withRegistryAuth(registry, username, secret);
	}
	try {
		await container.from(image).imageRef();
	} catch (error) {
		const { message } = error as Error;
		const cause = classifyPush(message);
		const isRefused = /unauthorized|authentication required|denied|401|403/i;
		if (!credentials && isRefused.test(message)) return image;
		throw explain(
			`${image} cannot be promoted`,
			message,
			/not found/.test(message)
				? {
						sentence: "its registry does not have it",
						next: "push it first, or take the digest that push returned",
					}
				: cause,
		);
	}
	return image;
}

/** The digest that a push of the image would have. */
export async function computeDigest(image: Container): Promise<string> {
	const index = await toolbox()
		.withMountedFile("/image.tar", image.asTarball())
		.withExec(["tar", "-xOf", "/image.tar", "index.json"])
		.stdout();
	const { manifests } = JSON.parse(index) as {
		manifests: { digest: string }[];
	};
	return manifests[0]?.digest ?? "";
}
