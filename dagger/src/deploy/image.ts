import { buildAll, finishBuild } from "../image/build.js";
import { formatContentTag, type Pushed } from "../image/content-key.js";
import { setTags } from "../image/crane.js";
import {
	type Buildable,
	findImage,
	type Known,
	readSources,
} from "../image/known.js";
import { enginePlatform, lookUp, pulled } from "../image/lookup.js";
import { choosePlatforms, describeMismatch } from "../image/platform.js";
import { publish } from "../image/publish.js";
import { formatAddress } from "../image/reference.js";
import { Steps } from "../report/steps.js";
import type { Shipped } from "./context.js";
import { surroundings } from "./world.js";

export type ImageOptions = {
	tags: string[];
	/** Build even what the registry has. */
	rebuild?: boolean;
};

/** Pushes an image, whatever cluster it may be for; the answer is its reference by digest. */
export async function pushImage(
	app: Pick<Buildable, "source" | "recipe" | "login">,
	options: ImageOptions,
): Promise<string> {
	const steps = new Steps(surroundings.print, surroundings.clock);
	const built = await toBuild(beginToBuild(app), steps);
	const { image } = await shipImage(built, steps, options);
	return image;
}

/** An app's image, whose sources are read from now on, beside other things; an error waits until they are asked for. */
export function beginToBuild({
	source,
	recipe,
	login,
}: Pick<Buildable, "source" | "recipe" | "login">): Begun {
	const sources = readSources(source, recipe);
	sources.catch(() => {});
	return { source, recipe, login, sources };
}

type Begun = Omit<Buildable, "platforms" | "pushed">;

/** The same, for the platforms that a cluster's nodes can run, beside what its releases have on record. */
export async function toBuild(
	begun: Begun,
	{ print }: Steps,
	nodes: string[] = [],
	pushed: Pushed[] = [],
): Promise<Buildable> {
	const engine = await enginePlatform();
	const platforms = choosePlatforms(begun.recipe.platforms, nodes, engine);
	const mismatch = describeMismatch(platforms, nodes);
	if (mismatch) print(mismatch);
	return { ...begun, platforms, pushed };
}

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

async function findOrBuild(app: Buildable, rebuild = false): Promise<Known> {
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
	const images = imagesOf(app, { key });
	if (digest) {
		const image = `${formatAddress(app.login.repository)}@${digest}`;
		try {
			await tagAs(image, digest, app, tags);
			return image;
		} catch (error) {
			print(
				`its tags cannot be set without a push: ${(error as Error).message}`,
			);
			await finishBuild(images);
		}
	}
	const all = key ? [formatContentTag(key), ...tags] : tags;
	return publish(images, app.login, all, surroundings);
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
