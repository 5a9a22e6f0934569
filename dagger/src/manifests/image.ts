import { Failure } from "../failures/failure.js";
import {
	formatAddress,
	listNames,
	placeholderDigest,
	type Repository,
} from "../image/reference.js";
import { listImages, listTemplateContainers } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

/** The same objects with the app's image, by a digest that is not known yet, wherever they mean it. */
export function placeImage(
	objects: KubeObject[],
	repository: Repository,
): KubeObject[] {
	const placed = structuredClone(objects);
	const containers = placed.flatMap(listTemplateContainers);
	const clear = containers.filter(({ image }) => isMeant(image, repository));
	const meant =
		clear.length > 0
			? clear
			: containers.filter(({ image }) => isAlike(image, repository));
	for (const container of meant)
		container.image = `${formatAddress(repository)}@${placeholderDigest}`;
	requireImage(placed, repository);
	return placed;
}

/**
 * Whether a manifest means the app's image for sure: by its name alone, or by its whole address with any tag. `nginx:1.27`
 * is that release of nginx, whatever an app is called, and a digest is meant as it stands.
 */
function isMeant(image = "", repository: Repository): boolean {
	const [plain, path, address] = listNames(repository);
	const { name, tag } = splitTag(image);
	return name === plain
		? tag === undefined || tag === "latest"
		: name === path || name === address;
}

/** Whether it may mean it by its name with a tag: so it does where no other container means it for sure. */
function isAlike(image = "", repository: Repository): boolean {
	return splitTag(image).name === listNames(repository)[0];
}

function splitTag(image: string): { name?: string; tag?: string } {
	const [, name, tag] = /^([^@]+?)(?::(\w[\w.-]*))?$/.exec(image) ?? [];
	return { name, tag };
}

/** Refuses manifests that would be deployed without the image that was built for them. */
function requireImage(objects: KubeObject[], repository: Repository): void {
	if (objects.some(usesImage)) return;
	throw new Failure(
		`no manifest uses the image ${formatAddress(repository)}: write \`image: ${listNames(repository)[0]}\` in the container that runs it; ${describeImages(objects)}`,
	);
}

function describeImages(objects: KubeObject[]): string {
	if (objects.length === 0) return "the manifests hold no object";
	const found = objects.flatMap((object) =>
		listImages(object).map((image) => `${image} (${formatName(object)})`),
	);
	return found.length > 0
		? `images found: ${found.join(", ")}`
		: `no image found in ${objects.map(formatName).join(", ")}`;
}

export function usesImage(object: KubeObject): boolean {
	return listTemplateContainers(object).some(({ image }) =>
		image?.endsWith(placeholderDigest),
	);
}

/** Where the app's image runs, in words: `Deployment web (container app)`. */
export function listPlaces(objects: KubeObject[]): string[] {
	return objects.filter(usesImage).map((object) => {
		const names = listTemplateContainers(object)
			.filter(({ image }) => image?.endsWith(placeholderDigest))
			.map(({ name }) => name);
		return `${formatName(object)} (container ${names.join(", ")})`;
	});
}

/** The same objects with the image that was pushed in place of the placeholder. */
export function pinImage(objects: KubeObject[], digest: string): KubeObject[] {
	const text = JSON.stringify(objects);
	return JSON.parse(text.replaceAll(placeholderDigest, digest));
}
