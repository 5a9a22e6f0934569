import { formatHolder, type Lease } from "../cluster/lease.js";
import { readApp, readEvents, topLevel } from "../cluster/snapshot.js";
import { listEventful } from "../health/eventful.js";
import type { Health } from "../health/health.js";
import { checkHealth } from "../health/rules.js";
import { formatCommit } from "../input/commit.js";
import type { Cluster } from "../kubectl/cluster.js";
import { listImages } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import { findLiveRelease } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import { readRecords } from "../release/store.js";
import { findDrift } from "./drift.js";

const marks: Record<Health["status"], string> = {
	ready: "✓",
	progressing: "…",
	failed: "✗",
};

/** Reads what runs now, with the events about what is not ready, and tells it. */
export async function readStatus(
	cluster: Cluster,
	app: string,
): Promise<string> {
	const records = await readRecords(cluster, app);
	const live = findLiveRelease(records);
	const [others, drift] = await Promise.all([
		readApp(
			cluster,
			app,
			records.flatMap(({ objects }) => objects),
		),
		live ? findDrift(cluster, live) : [],
	]);
	const health = new Map(
		topLevel(others).map((object) => [object, checkHealth(object, { others })]),
	);
	const events = await readEvents(cluster, listEventful(health, { others }));
	return formatStatus([...others, ...events], records, drift);
}

/**
 * What runs now: a line for each object, and one for each image that it runs; then the release, what others have changed
 * of it since, and who deploys.
 */
export function formatStatus(
	snapshot: KubeObject[],
	records: ReleaseRecord[] = [],
	drift: string[] = [],
): string {
	const live = findLiveRelease(records);
	return [
		...topLevel(snapshot).flatMap((object) => {
			const { status, message } = checkHealth(object, { others: snapshot });
			return [
				`${marks[status]} ${formatName(object)}: ${message}`,
				...listImages(object).map((image) => `  image    ${image}`),
			];
		}),
		...(live ? [`  release  ${formatLive(live)}`] : []),
		...drift.map((line) => `  drift    ${line}`),
		...snapshot.filter(({ kind }) => kind === "Lease").flatMap(formatLease),
	].join("\n");
}

function formatLive({ number, commit, by, startedAt }: ReleaseRecord): string {
	return [
		`${number} of ${startedAt}`,
		...(by ? [`by ${by}`] : []),
		...(commit ? [formatCommit(commit)] : []),
	].join(", ");
}

function formatLease(object: KubeObject): string[] {
	const lease = object as Lease;
	return [
		...(lease.spec.holderIdentity ? [`  deploys  ${formatHolder(lease)}`] : []),
	];
}
