import type { Directory } from "@dagger.io/dagger";
import { redact } from "../kubectl/redact.js";
import type { Login } from "./account.js";
import { buildContext, parseBuildArgs, type Recipe } from "./build.js";
import {
	type Content,
	computeContentKey,
	formatContentTag,
	isPushed,
	type Pushed,
} from "./content-key.js";
import { hashContext } from "./context.js";
import { listBases } from "./dockerfile.js";
import { lookUp, pulled, readContentKey } from "./lookup.js";
import { isNotFound } from "./missing.js";
import type { Platforms } from "./platform.js";
import { formatAddress, parseDigest } from "./reference.js";

/** What an image is built from, and where it goes. */
export type Buildable = {
	source: Directory;
	recipe: Recipe;
	sources: ReturnType<typeof readSources>;
	platforms: Platforms;
	login: Login;
	/** What is on record as having been pushed: its label need not be read. */
	pushed: Pushed[];
};

/** What is known of an image before it is built: where the registry has it already, or why it has to be built. */
export type Known = { key?: string; digest?: string; why: string };

/** Looks for the image of the app's content in its registry. */
export async function findImage(app: Buildable): Promise<Known> {
	const found = await identify(app);
	// A Dockerfile may hold the password of an address.
	if ("unknown" in found) return { why: redact(found.unknown, []) };
	const { key } = found;
	const { repository, credentials } = app.login;
	const reference = `${formatAddress(repository)}:${formatContentTag(key)}`;
	const image = pulled(reference, credentials, app.platforms[0]);
	try {
		const digest = parseDigest(await image.imageRef());
		const isSame =
			isPushed(app.pushed, { key, digest }) ||
			(await readContentKey(image)) === key;
		return isSame
			? { key, digest, why: `not needed: ${reference} has this content` }
			: { key, why: `${reference} has other content` };
	} catch (error) {
		const { message } = error as Error;
		return isNotFound(message)
			? { key, why: "the registry does not have this content yet" }
			: { key, why: `the registry cannot be asked for it: ${message}` };
	}
}

/** What an image is built from, whatever its platform: it is known before the cluster has told that. */
type Sources = Omit<Content, "platforms" | "bases"> & { images: string[] };
type Unknown = { unknown: string };

/** Reads what an image is built from. */
export async function readSources(
	source: Directory,
	recipe: Recipe,
): Promise<Sources | Unknown> {
	const { dockerfile, target, buildSecrets } = recipe;
	const context = buildContext(source);
	const buildArgs = parseBuildArgs(recipe);
	try {
		const [text, files, secrets] = await Promise.all([
			context.file(dockerfile).contents(),
			hashContext(context, dockerfile),
			Promise.all(buildSecrets.map((secret) => secret.name())),
		]);
		const bases = listBases(text, buildArgs);
		if ("unknown" in bases)
			return {
				unknown: `${bases.unknown} in ${dockerfile} cannot be resolved before the build`,
			};
		const { images } = bases;
		return { files, dockerfile: text, target, buildArgs, secrets, images };
	} catch (error) {
		return { unknown: (error as Error).message };
	}
}

/** The key of what the image is built from, or why there is none. */
async function identify({
	sources,
	platforms,
	login,
}: Buildable): Promise<{ key: string } | Unknown> {
	const read = await sources;
	if ("unknown" in read) return read;
	const { images, ...content } = read;
	const lookUps = images.map(async (base): Promise<[string, string]> => {
		const found = await lookUp(pulled(base, login.credentials, platforms[0]));
		if ("missing" in found) throw new Error(found.missing);
		return [base, found.digest];
	});
	try {
		const bases = await Promise.all(lookUps);
		return { key: computeContentKey({ ...content, platforms, bases }) };
	} catch (error) {
		return { unknown: (error as Error).message };
	}
}
