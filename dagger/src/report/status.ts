import {
	formatHolder,
	formatMoment,
	type Lease,
	leaseSeconds,
} from "../cluster/lease.js";
import { readApp, readEvents, topLevel } from "../cluster/snapshot.js";
import type { Health } from "../health/health.js";
import { listInvolved } from "../health/involved-objects.js";
import { checkHealth } from "../health/rules.js";
import { formatCommit } from "../input/commit.js";
import type { Cluster } from "../kubectl/cluster.js";
import { listImages } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import {
	findBroken,
	findLiveRelease,
	findRunning,
} from "../release/history.js";
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
	const running = findRunning(records);
	const [others, drift] = await Promise.all([
		readApp(
			cluster,
			app,
			records.flatMap(({ objects }) => objects),
		),
		running ? findDrift(cluster, running) : [],
	]);
	const health = new Map(
		topLevel(others).map((object) => [object, checkHealth(object, { others })]),
	);
	const events = await readEvents(cluster, listInvolved(health, { others }));
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
	return [
		...topLevel(snapshot).flatMap((object) => {
			const { status, message } = checkHealth(object, { others: snapshot });
			return [
				`${marks[status]} ${formatName(object)}: ${message}`,
				...listImages(object).map((image) => `  image    ${image}`),
			];
		}),
		...formatRunning(records).map((text) => `  release  ${text}`),
		...drift.map((line) => `  drift    ${line}`),
		...snapshot.filter(({ kind }) => kind === "Lease").flatMap(formatLease),
	].join("\n");
}

function formatRunning(records: ReleaseRecord[]): string[] {
	const live = findLiveRelease(records);
	const broken = findBroken(records);
	if (!broken) return live ? [formatOrigin(live)] : [];
	const end =
		broken.outcome === "failed"
			? "failed, and none has run well since"
			: "has not ended";
	const before = live ? `; the last that did is ${live.number}` : "";
	return [`${formatOrigin(broken)}: ${end}${before}`];
}

function formatOrigin({ number, commit, by, startedAt }: ReleaseRecord) {
	return [
		`${number} of ${startedAt}`,
		...(by ? [`by ${by}`] : []),
		...(commit ? [formatCommit(commit)] : []),
	].join(", ");
}

function formatLease(object: KubeObject): string[] {
	const lease = object as Lease;
	const { holderIdentity, renewTime } = lease.spec;
	if (!holderIdentity) return [];
	return [
		`  deploys  ${formatHolder(lease)}, last seen ${formatMoment(renewTime)}: it is free when nobody renews it for ${leaseSeconds} s`,
	];
}
