import { Failure } from "../failures/failure.js";
import { type Commit, formatCommit, isOlder, isSame } from "../input/commit.js";
import { newestFirst } from "./history.js";
import { formatRelease, isGood, type ReleaseRecord } from "./record.js";

/** Which way a deploy of a commit goes. */
export type Order =
	| { kind: "forward" }
	/** To a release that ran well, as it was: nothing is built. */
	| { kind: "back"; to: ReleaseRecord; from: ReleaseRecord }
	| { kind: "too old"; failure: Failure };

/**
 * An older commit than the live one is a way back if it ran well once, which is what GitLab's rollback button asks for. If
 * it never did, its job came late, or is a failed one that was retried.
 */
export function decideOrder({
	commit,
	records,
	live,
	allowOlder,
}: {
	commit?: Commit;
	records: readonly ReleaseRecord[];
	live?: ReleaseRecord;
	allowOlder?: boolean;
}): Order {
	if (allowOlder || !commit || !live?.commit || !isOlder(commit, live.commit))
		return { kind: "forward" };
	const own = newestFirst(records).filter((record) =>
		isSame(record.commit, commit),
	);
	const to = own.find(isGood);
	if (to) return { kind: "back", to, from: live };
	const reason = own[0]
		? formatRelease(own[0])
		: "no release of it is on record";
	return {
		kind: "too old",
		failure: new Failure(
			`${formatCommit(commit)} is older than ${formatCommit(live.commit)}, which runs as release ${live.number}, and cannot be rolled back to: ${reason}; nothing was changed`,
			{
				next: "deploy the newest commit; or this one all the same with --allow-older",
			},
		),
	};
}
