import { Failure } from "../failures/failure.js";
import { isSameId } from "../input/commit.js";
import { formatRelease, isGood, type ReleaseRecord } from "./record.js";

type Records = readonly ReleaseRecord[];

export function newestFirst(records: Records): ReleaseRecord[] {
	return [...records].sort((a, b) => b.number - a.number);
}

export function nextNumber(records: Records): number {
	return Math.max(0, ...records.map(({ number }) => number)) + 1;
}

/** The release that runs, as far as the records know. */
export function findLiveRelease(records: Records): ReleaseRecord | undefined {
	return newestFirst(records).find(({ outcome }) => outcome === "deployed");
}

/** The last release, where it did not end well and what it applied was kept. */
export function findBroken(records: Records): ReleaseRecord | undefined {
	const [last] = newestFirst(records);
	const isKept = last?.outcome === "failed" || last?.outcome === "deploying";
	return isKept ? last : undefined;
}

/** The release that runs; none where a later one has not ended, or has failed and was kept: parts of both may run. */
export function findRunning(records: Records): ReleaseRecord | undefined {
	return findBroken(records) ? undefined : findLiveRelease(records);
}

/** The last release before another that ran well. */
export function findBefore(
	records: Records,
	{ number }: ReleaseRecord,
): ReleaseRecord | undefined {
	return newestFirst(records).find(
		(record) => record.number < number && isGood(record),
	);
}

/** The release that a caller names, by its number or its commit. Of several of one commit it is the last that ran well. */
export function findTarget(records: Records, to: string): ReleaseRecord {
	const named = newestFirst(records).filter(
		({ number }) => String(number) === to,
	);
	const found = named.length > 0 ? named : findCommit(records, to);
	const target = found.find(isGood);
	if (target) return target;
	const good = records.filter(isGood).map(({ number }) => number);
	const list = good.sort((a, b) => a - b).join(", ");
	const what = found[0]
		? `${formatRelease(found[0])}, and only a release that ran well can be rolled back to`
		: `there is no release ${to}, and none of a commit ${to}`;
	throw new Failure(`cannot roll back to --to=${to}: ${what}`, {
		next: list
			? `pass a good one: ${list}; or its commit, by 7 characters at least`
			: "no release on record ran well: deploy a commit that does",
	});
}

/**
 * The release to report: the last, or the one that a caller names by its number, or by its commit, of which it is the last;
 * of those that somebody has deployed, if that is asked for.
 */
export function requireRelease(
	records: Records,
	app: string,
	wanted = "",
	by?: string,
): ReleaseRecord {
	const all = newestFirst(records).filter((record) => !by || record.by === by);
	if (by && all.length === 0)
		throw new Failure(
			`no release of ${app} on record was deployed by ${by}: if its run failed before it changed the cluster, its log says why`,
		);
	const found =
		wanted === ""
			? all[0]
			: (all.find(({ number }) => `${number}` === wanted) ??
				findCommit(all, wanted)[0]);
	if (found) return found;
	const numbers = all.map(({ number }) => number).join(", ");
	throw new Failure(
		all.length === 0
			? `no release of ${app} is on record: deploy writes the first`
			: `there is no release ${wanted} of ${app} on record, and none of a commit ${wanted}: these are: ${numbers}`,
	);
}

function findCommit(records: Records, id: string): ReleaseRecord[] {
	return newestFirst(records).filter(
		({ commit }) => commit && isSameId(commit.id, id),
	);
}

/** The key by which the app's own secrets have been hashed. */
export function findEnvKey(records: Records): string | undefined {
	return newestFirst(records).find(({ env }) => env)?.env?.key;
}

/** The records to delete: all but the newest, and never the last that ran well. */
export function listExpired(records: Records, keep = 10): ReleaseRecord[] {
	const lastGood = newestFirst(records).find(isGood);
	const needed = [lastGood, findLiveRelease(records)];
	return newestFirst(records)
		.slice(keep)
		.filter((record) => !needed.includes(record));
}
