import { formatName, type KubeObject } from "../kubernetes/object.js";

/** An app that was taken out of its namespace. */
export type RemovedApp = {
	app: string;
	namespace: string;
	deleted: KubeObject[];
	kept: { object: KubeObject; reason: string }[];
	/** What became of the namespace, where that was asked for: deleted, unless it is kept for a reason. */
	namespaceEnd?: { kept?: string };
};

export function formatRemoved({
	app,
	namespace,
	deleted,
	kept,
	namespaceEnd,
}: RemovedApp): string {
	return [
		deleted.length > 0
			? `✓ ${app} is removed from namespace ${namespace}`
			: `✓ nothing to do: no object of a release of ${app} is in namespace ${namespace}`,
		...deleted.map((object) => `  object   ${formatName(object)} deleted`),
		...kept.map(
			({ object, reason }) =>
				`  object   ${formatName(object)} kept: ${reason}`,
		),
		...(namespaceEnd
			? [
					`  object   Namespace ${namespace} ${namespaceEnd.kept ? `kept: ${namespaceEnd.kept}` : "deleted"}`,
				]
			: []),
	].join("\n");
}
