import { Failure } from "../failures/failure.js";
import { appLabel } from "../input/app-name.js";
import { kindKey } from "../kubernetes/kinds.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";
import type { ApplyTimes } from "./apply-times.js";

/** A go-template that prints which app an object belongs to. */
export const appTemplate = `{{with .metadata.labels}}{{with index . "${appLabel}"}} app={{.}}{{end}}{{end}}`;

/** What several apps may have in their manifests, and none of them deletes. */
const shared = new Set([
	"/Namespace",
	"apiextensions.k8s.io/CustomResourceDefinition",
]);

/** Refuses to write over what another app has applied: both have the same field manager, so that no conflict tells. */
export function requireOwnObjects(
	app: string,
	objects: KubeObject[],
	found: ApplyTimes,
): void {
	const foreign = objects
		.filter((object) => !shared.has(kindKey(object)))
		.map((object) => ({ object, owner: found.get(identify(object))?.app }))
		.filter(({ owner }) => owner && owner !== app);
	if (foreign.length === 0) return;
	const names = foreign.map(
		({ object, owner }) => `${formatName(object)} of ${owner}`,
	);
	throw new Failure(
		`the manifests hold what another app has applied: ${names.join(", ")}; nothing was changed`,
		{
			next: `give these other names in the manifests, or take them over for ${app} with --force-conflicts`,
		},
	);
}
