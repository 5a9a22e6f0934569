import type { Changes } from "../cluster/apply-times.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import type { Failure } from "../failures/failure.js";
import type { WaitResult } from "../health/wait.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";
import { listObjects } from "../manifests/release.js";
import { listExpired, nextNumber } from "../release/history.js";
import { listPodTimes } from "../release/pods.js";
import type { ReleaseRecord } from "../release/record.js";
import { writeRecords } from "../release/store.js";
import { formatTime } from "../system/clock.js";
import type { Context } from "./context.js";
import { maskFailure } from "./masked.js";
import { findEnvHash } from "./recorded.js";
import { listCreated } from "./remove.js";

/** Puts the release on record before the first write: a run that is killed leaves word of what may be half done. */
export async function beginRecord(
	context: Context,
	lock: DeployLock,
): Promise<void> {
	const { clock, contentKey, options, records, release, steps } = context;
	const { app, tags, commit, by = "" } = options;
	const hash = findEnvHash(context);
	const record: ReleaseRecord = {
		version: 1,
		app,
		number: nextNumber(records),
		outcome: "deploying",
		image: release.image,
		contentKey,
		tags,
		commit,
		by,
		startedAt: formatTime(clock.now()),
		steps: steps.taken,
		readySeconds: {},
		created: listCreated(context).objects.map(identify),
		...(hash && { env: { key: context.found.envKey, hash } }),
		objects: listObjects(release),
	};
	context.records = records.map(endKilled);
	const killed = findChanged(context.records, records);
	await writeRecords(lock, [...killed, record]);
	context.record = record;
}

/** A release whose run said nothing at its end is not known to have run well. */
function endKilled(record: ReleaseRecord): ReleaseRecord {
	if (record.outcome !== "deploying") return record;
	const what = "its run ended without a verdict";
	return { ...record, outcome: "failed", failure: { what, evidence: [] } };
}

/** How a release ends. */
export type Ending = Pick<ReleaseRecord, "outcome" | "wentBackTo"> & {
	removed?: KubeObject[];
	leftovers?: KubeObject[];
	failure?: Failure;
};

/** Puts on record how the release ended, and what that makes of those before it. */
export async function endRecord(
	context: Context,
	lock: DeployLock,
	{ outcome, wentBackTo, removed = [], leftovers, failure }: Ending,
): Promise<void> {
	const { clock, mask, record, records, changes, result } = context;
	if (!record) return;
	const ended: ReleaseRecord = {
		...record,
		outcome,
		wentBackTo,
		endedAt: formatTime(clock.now()),
		readySeconds: listReadySeconds(result),
		...(changes && { changes: nameChanges(changes, removed) }),
		...(result && { pods: listPodTimes(result) }),
		leftovers,
		...(failure && { failure: toData(maskFailure(failure, mask)) }),
	};
	const others = records.map((other) => supersede(other, outcome));
	const expired = listExpired([...others, ended]);
	const changed = findChanged(others, records);
	const written = changed.filter((other) => !expired.includes(other));
	await writeRecords(lock, [...written, ended], expired);
	context.record = ended;
}

/** The same after a failure, which is told all the same where it cannot be recorded any more. */
export function tryToEndRecord(
	context: Context,
	lock: DeployLock,
	ending: Ending,
): Promise<void> {
	return endRecord(context, lock, ending).catch(({ message }: Error) =>
		context.print(message),
	);
}

function findChanged(
	after: ReleaseRecord[],
	before: ReleaseRecord[],
): ReleaseRecord[] {
	return after.filter((record, index) => record !== before[index]);
}

function supersede(
	other: ReleaseRecord,
	outcome: ReleaseRecord["outcome"],
): ReleaseRecord {
	const isOver = outcome === "deployed" && other.outcome === "deployed";
	return isOver ? { ...other, outcome: "superseded" } : other;
}

function listReadySeconds(result?: WaitResult): Record<string, number> {
	return Object.fromEntries(
		[...(result?.readyAfter ?? [])].map(([object, seconds]) => [
			formatName(object),
			seconds,
		]),
	);
}

function nameChanges(
	changes: Changes,
	removed: KubeObject[],
): ReleaseRecord["changes"] {
	const made = [...changes].map(([object, change]) => [
		formatName(object),
		change,
	]);
	const gone = removed.map((object) => [formatName(object), "deleted"]);
	return Object.fromEntries([...made, ...gone]);
}

function toData({ what, evidence, next }: Failure): ReleaseRecord["failure"] {
	return { what, evidence, next };
}
