import { buildAll, finishBuild } from "../image/build.js";
import { formatContentTag } from "../image/content-key.js";
import { setTags } from "../image/crane.js";
import { type Buildable, findImage, type Known } from "../image/known.js";
import { lookUp, pulled } from "../image/lookup.js";
import { publish } from "../image/publish.js";
import { formatAddress } from "../image/reference.js";
import type { Steps } from "../report/steps.js";
import type { Shipped } from "./context.js";
import { surroundings } from "./settings.js";

export type ImageOptions = {
	tags: string[];
	/** Build even what the registry has. */
	rebuild: boolean;
};

/** Takes an app to its image by digest: what the registry has already is neither built nor pushed. */
export async function shipImage(
	app: Buildable,
	steps: Steps,
	{ tags, rebuild }: ImageOptions,
): Promise<Shipped> {
	const known = await steps.run("build", () => findOrBuild(app, rebuild), {
		describe: ({ why }) => why,
	});
	const image = await steps.run("push", () => push(app, known, tags, steps), {
		describe: String,
	});
	return { image, contentKey: known.key };
}

async function findOrBuild(app: Buildable, rebuild: boolean): Promise<Known> {
	const known = await findImage(app);
	if (known.digest && !rebuild) return known;
	await finishBuild(imagesOf(app, known));
	const why = rebuild ? "built, as --rebuild asks for" : `built: ${known.why}`;
	return { key: known.key, why };
}

async function push(
	app: Buildable,
	{ key, digest }: Known,
	tags: string[],
	{ print }: Steps,
): Promise<string> {
	const address = formatAddress(app.login.repository);
	if (digest) {
		const image = `${address}@${digest}`;
		try {
			await tagAs(image, digest, app, tags);
			return image;
		} catch (error) {
			print(
				`its tags cannot be set without a push: ${(error as Error).message}`,
			);
		}
	}
	const all = key ? [formatContentTag(key), ...tags] : tags;
	return publish(imagesOf(app, { key }), app.login, all, surroundings);
}

/** Sets those tags that name another image yet. */
async function tagAs(
	image: string,
	digest: string,
	{ login: { repository, credentials }, platforms }: Buildable,
	tags: string[],
): Promise<void> {
	const lookUps = tags.map(async (tag) => {
		const reference = `${formatAddress(repository)}:${tag}`;
		const found = await lookUp(pulled(reference, credentials, platforms[0]));
		return "digest" in found && found.digest === digest ? [] : [tag];
	});
	const others = (await Promise.all(lookUps)).flat();
	if (others.length > 0) await setTags(image, credentials, others);
}

const imagesOf = (
	{ source, recipe, platforms }: Buildable,
	{ key }: Pick<Known, "key">,
) => buildAll(source, recipe, platforms, key);
