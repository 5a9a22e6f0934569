import { Failure } from "../failures/failure.js";
import { appLabel, namespaceLabel } from "../input/app-name.js";
import { findKind } from "../kubernetes/kinds.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";
import type { ApplyTimes } from "./apply-times.js";

/** A go-template that prints which app an object belongs to, and of which namespace, where it says so. */
export const appTemplate = `{{with .metadata.labels}}{{with index . "${appLabel}"}} app={{.}}{{end}}{{with index . "${namespaceLabel}"}} namespace={{.}}{{end}}{{end}}`;

/** Refuses to write over what another app has applied: both have the same field manager, so that no conflict tells. */
export function requireOwnObjects(
	{ app, namespace, objects }: Subject,
	found: ApplyTimes,
): void {
	const foreign = objects.flatMap((object) => {
		const owner = found.get(identify(object));
		if (!owner?.app || findKind(object).shared) return [];
		const { namespace: home = namespace } = owner;
		if (home !== namespace)
			return `${formatName(object)} of ${owner.app} in namespace ${home}`;
		return owner.app === app ? [] : `${formatName(object)} of ${owner.app}`;
	});
	if (foreign.length === 0) return;
	throw new Failure(
		`the manifests hold what another app has applied: ${foreign.join(", ")}; nothing was changed`,
		{
			next: "give these other names in the manifests, or take them over with --force-conflicts",
		},
	);
}

type Subject = { app: string; namespace: string; objects: KubeObject[] };
