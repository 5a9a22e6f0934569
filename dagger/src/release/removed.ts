import { fieldManager } from "../cluster/apply-times.js";
import { appLabel, namespaceLabel } from "../input/app-name.js";
import { findKind } from "../kubernetes/kinds.js";
import { identify, type KubeObject } from "../kubernetes/object.js";
import { listOwn, type ReleaseRecord } from "./record.js";

/** What a release has applied. */
export type Applied = Pick<ReleaseRecord, "objects"> & {
	/** What may pull by a Secret that it made, if that is more. */
	pulling?: KubeObject[];
};

/** What an app has by a release, however that ended. */
export function listApplied(record: ReleaseRecord): Applied {
	return { objects: listOwn(record), pulling: record.objects };
}

/** What former releases applied and the manifests have no longer, each once. */
export function listRemoved({
	before,
	now,
}: {
	before: readonly Applied[];
	now: KubeObject[];
}): KubeObject[] {
	const current = new Set(now.map(identify));
	const former = before.flatMap(({ objects }) => objects);
	const byIdentity = new Map(former.map((one) => [identify(one), one]));
	return [...byIdentity]
		.filter(([identity]) => !current.has(identity))
		.map(([, object]) => object);
}

export const keepAnnotation = "slipway/keep";
export const keepReason = `it is annotated ${keepAnnotation}: "true"`;
export const dataReason = "it holds data";

export type Removal = {
	delete: KubeObject[];
	kept: { object: KubeObject; reason: string }[];
};

/** Which of them, as the cluster has them with their managedFields, are still the app's and may be deleted. */
export function selectRemovable(owner: Owner, live: KubeObject[]): Removal {
	return separate(
		live.map((object) => ({ object, reason: findReasonToKeep(owner, object) })),
	);
}

/** An app, and where it runs. */
type Owner = { app: string; namespace: string };

/** What is to be kept for a reason, and what is not. */
export function separate(
	judged: { object: KubeObject; reason?: string }[],
): Removal {
	return {
		delete: judged.filter(({ reason }) => !reason).map(({ object }) => object),
		kept: judged.flatMap(({ object, reason }) =>
			reason ? [{ object, reason }] : [],
		),
	};
}

function findReasonToKeep(
	{ app, namespace }: Owner,
	object: KubeObject,
): string | undefined {
	const { labels, annotations, managedFields = [] } = object.metadata;
	if (annotations?.[keepAnnotation] === "true") return keepReason;
	if (labels?.[appLabel] !== app)
		return `it does not have the label ${appLabel}=${app}`;
	const home = labels?.[namespaceLabel] ?? namespace;
	if (home !== namespace) return `it belongs to ${app} in namespace ${home}`;
	const isOurs = managedFields.some(
		({ manager, operation }) =>
			manager === fieldManager && operation === "Apply",
	);
	if (!isOurs) return `it is not managed by the field manager ${fieldManager}`;
	return findKind(object).holdsData ? dataReason : undefined;
}
