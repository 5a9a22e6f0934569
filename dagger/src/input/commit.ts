import { Failure } from "../failures/failure.js";

/** What is deployed, as its history names it. */
export type Commit = { id: string; time: string };

const form =
	/^(\S+) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))$/;

/** A commit as `git log -1 --format='%h %cI'` prints it. */
export function parseCommit(text = ""): Commit | undefined {
	if (text.trim() === "") return undefined;
	const [, id = "", time = ""] = form.exec(text.trim()) ?? [];
	if (Number.isNaN(Date.parse(time)))
		throw new Failure(
			`--commit=${text} is not a commit and its time: git log -1 --format='%h %cI' prints both`,
		);
	return { id, time };
}

/** Whether one commit was made before the other; where either is not known, none is older. */
export function isOlder(one?: Commit, other?: Commit): boolean {
	return (
		one !== undefined &&
		other !== undefined &&
		Date.parse(one.time) < Date.parse(other.time)
	);
}

export function isSame(one?: Commit, other?: Commit): boolean {
	if (!one || !other) return one === other;
	return (
		isSameId(one.id, other.id) &&
		Date.parse(one.time) === Date.parse(other.time)
	);
}

const hash = /^[0-9a-f]{7,64}$/;

/** Whether two ids are of one commit: git and GitLab shorten a hash to different lengths, none below 7. */
export function isSameId(one: string, other: string): boolean {
	const [short = "", long = ""] = [one, other].sort(
		(a, b) => a.length - b.length,
	);
	if (!hash.test(short) || !hash.test(long)) return one === other;
	return long.startsWith(short);
}

/** An id as short as people know it; what is no hash stays whole. */
export function shortenId(id: string): string {
	return hash.test(id) ? id.slice(0, 8) : id;
}

/** A commit in a message: `commit 4f1c2ab of 2026-11-23T14:02:11Z`. */
export function formatCommit({ id, time }: Commit): string {
	return `commit ${id} of ${time}`;
}
