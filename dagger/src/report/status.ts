import { findCommit, formatHolder, type Lease } from "../cluster/lease.js";
import { topLevel } from "../cluster/snapshot.js";
import type { Health } from "../health/health.js";
import { checkHealth } from "../health/rules.js";
import { formatCommit } from "../input/commit.js";
import { listImages } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";

const marks: Record<Health["status"], string> = {
	ready: "✓",
	progressing: "…",
	failed: "✗",
};

/** What runs now: a line for each object, and one for each image that it runs; then the commit, and who deploys. */
export function formatStatus(snapshot: KubeObject[]): string {
	return [
		...topLevel(snapshot).flatMap((object) => {
			const { status, message } = checkHealth(object, { others: snapshot });
			return [
				`${marks[status]} ${formatName(object)}: ${message}`,
				...listImages(object).map((image) => `  image    ${image}`),
			];
		}),
		...snapshot.filter(({ kind }) => kind === "Lease").flatMap(formatLease),
	].join("\n");
}

function formatLease(object: KubeObject): string[] {
	const lease = object as Lease;
	const commit = findCommit(lease);
	return [
		...(commit ? [`  deployed ${formatCommit(commit)}`] : []),
		...(lease.spec.holderIdentity ? [`  deploys  ${formatHolder(lease)}`] : []),
	];
}
