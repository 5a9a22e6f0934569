import { Failure } from "../failures/failure.js";
import {
	formatAddress,
	listNames,
	placeholderDigest,
	type Repository,
} from "../image/reference.js";
import { listImages } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

/** Objects as kubectl prints them with `-o jsonpath={@}`: one JSON document a line. */
export function parseObjects(lines: string): KubeObject[] {
	return lines
		.split("\n")
		.filter((line) => line.trim() !== "")
		.map((line) => JSON.parse(line) as KubeObject);
}

/** The same objects with the image that was pushed in place of the placeholder. */
export function pinImage(objects: KubeObject[], digest: string): KubeObject[] {
	return parseObjects(
		objects
			.map((object) =>
				JSON.stringify(object).replaceAll(placeholderDigest, digest),
			)
			.join("\n"),
	);
}

/** Refuses manifests that would be deployed without the image that was built for them. */
export function requireImage(
	objects: KubeObject[],
	repository: Repository,
): void {
	if (objects.some(usesImage)) return;
	const found = objects.flatMap((object) =>
		listImages(object).map((image) => `${image} (${formatName(object)})`),
	);
	throw new Failure(
		`no manifest uses the image ${formatAddress(repository)}: write \`image: ${listNames(repository)[0]}\` in the container that runs it; ${found.length > 0 ? `images found: ${found.join(", ")}` : `no image found in ${objects.map(formatName).join(", ")}`}`,
	);
}

export function usesImage(object: KubeObject): boolean {
	return listImages(object).some((image) => image.endsWith(placeholderDigest));
}
