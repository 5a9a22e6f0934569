import type { Directory } from "@dagger.io/dagger";
import type { Plans } from "../cluster/namespace-checks.js";
import {
	type Check,
	isAboutOption,
	met,
	unmet,
	unmetBy,
} from "../failures/check.js";
import { parseRepository } from "../image/reference.js";
import { parseAppName } from "../input/app-name.js";
import type { KubeObject } from "../kubernetes/object.js";
import { listPlaces } from "../manifests/image.js";
import { render } from "../manifests/render.js";
import type { Settings } from "./settings.js";

/** What would be deployed. */
export type Shipment = {
	manifests: Directory;
	overlay?: string;
	source?: Directory;
	dockerfile: string;
} & Pick<Plans, "platforms" | "engine">;

/** What is given, secrets read; "" where it is not. */
export type Given = Record<string, string>;

/** Stands in where no namespace is given, so that all else can be checked. */
export const substitute = "default";

export async function checkSource({
	source,
	dockerfile,
}: Shipment): Promise<Check[]> {
	if (!source) return [];
	const found = await source.glob(dockerfile);
	return found.length > 0
		? [met("source", `has ${dockerfile}`)]
		: [
				unmet(
					"source",
					`has no ${dockerfile}`,
					"correct --source, or name the file with --dockerfile",
				),
			];
}

export async function checkManifests(
	settings: Settings,
	given: Given,
	{ manifests, overlay }: Shipment,
): Promise<{ objects: KubeObject[]; checks: Check[] }> {
	if (!given.imageName) return { objects: [], checks: [] };
	try {
		const username = given.username || "username";
		const objects = await render({
			manifests,
			overlay,
			repository: parseRepository(settings.registry, username, given.imageName),
			app: parseAppName(settings.name, given.imageName),
			namespace: given.namespace || substitute,
		});
		return {
			objects,
			checks: [
				met("manifests", `${objects.length} objects`),
				met("image", `runs in ${listPlaces(objects).join(", ")}`),
			],
		};
	} catch (error) {
		const { message } = error as Error;
		if (!given.namespace && /^the manifests are not all for/.test(message))
			return { objects: [], checks: [] };
		// It is told where it is looked at for itself.
		if (isAboutOption(message) && !/^--overlay/.test(message))
			return { objects: [], checks: [] };
		const name = /^no manifest uses/.test(message) ? "image" : "manifests";
		return { objects: [], checks: [unmetBy(name, error)] };
	}
}
