import { type Container, dag, type Platform } from "@dagger.io/dagger";
import { classifyPush } from "../failures/catalogue.js";
import { explain } from "../failures/failure.js";
import type { Credentials } from "./account.js";
import { contentKeyLabel } from "./content-key.js";
import { loggedIn } from "./login.js";
import { isRefused } from "./missing.js";
import { parseDigest } from "./reference.js";

/** What the engine builds for, if nobody asks for another. */
export function enginePlatform(): Promise<string> {
	return dag.defaultPlatform();
}

/** An image in a registry. */
export function pulled(
	reference: string,
	credentials?: Credentials,
	platform?: string,
): Container {
	const container = dag.container({ platform: platform as Platform });
	const ready = credentials ? loggedIn(container, credentials) : container;
	return ready.from(reference);
}

/** What a registry has under a reference: the digest of an image, or why that cannot be told. Nothing is pulled. */
export type Lookup = { digest: string } | { missing: string };

export async function lookUp(image: Container): Promise<Lookup> {
	try {
		return { digest: parseDigest(await image.imageRef()) };
	} catch (error) {
		return { missing: (error as Error).message };
	}
}

/** The content key that an image is labelled with. To tell it, an engine that does not have the image pulls all of it. */
export async function readContentKey(
	image: Container,
): Promise<string | undefined> {
	return (await image.label(contentKeyLabel)) ?? undefined;
}

/** Refuses an image that its registry does not have. A private one cannot be looked up without a login, and is believed. */
export async function requirePushed(
	image: string,
	credentials: Credentials | undefined,
): Promise<string> {
	const found = await lookUp(pulled(image, credentials));
	if ("digest" in found) return image;
	const { missing } = found;
	if (!credentials && isRefused(missing)) return image;
	throw explain(
		`${image} cannot be promoted`,
		missing,
		/not found/.test(missing)
			? {
					sentence: "its registry does not have it",
					next: "push it first, or take the digest that push returned",
				}
			: classifyPush(missing),
	);
}
