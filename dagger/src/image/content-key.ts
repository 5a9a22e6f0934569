import { createHash } from "node:crypto";

/** All that decides what is in an image. */
export type Content = {
	/** A digest of the build context, as hashContext makes it. */
	files: string;
	dockerfile: string;
	target?: string;
	buildArgs: [name: string, value: string][];
	platforms: string[];
	/** The images that it is built from, with the digests that they have now. */
	bases: [reference: string, digest: string][];
	/** By name only. */
	secrets: string[];
};

/** Counts the ways in which the key has been computed: another way finds nothing that was pushed before. */
const scheme = 3;

/** The label by which an image tells what it was built from. */
export const contentKeyLabel = "slipway.content-key";

/** The same for the same content, wherever and whenever it is built. */
export function computeContentKey(content: Content): string {
	const { files, dockerfile, target = "" } = content;
	const { buildArgs, bases, platforms, secrets } = content;
	const parts = [
		scheme,
		files,
		dockerfile,
		target,
		...[buildArgs, bases, platforms, secrets].map(sorted),
	];
	return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

const sorted = (values: (string | [string, string])[]) =>
	values.map((value) => JSON.stringify(value)).sort();

/** An image by digest, and what it was built from, as a release has it on record. */
export type Pushed = { image: string; contentKey?: string };

/** Whether an image is on record as having been built from this content. */
export function isPushed(
	pushed: Pushed[],
	{ key, digest }: { key: string; digest: string },
): boolean {
	return pushed.some(
		({ image, contentKey }) =>
			contentKey === key && image.endsWith(`@${digest}`),
	);
}

/** The tag under which an image of this content is pushed. */
export function formatContentTag(key: string): string {
	return `slipway-${key.slice(0, 32)}`;
}
