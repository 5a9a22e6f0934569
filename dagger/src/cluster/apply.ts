import type { KubeObject } from "../manifests/objects.js";
import { failedForGood } from "../manifests/phases.js";
import { systemClock } from "../steps.js";
import { apply, dryRun, force, items, snapshot, targetOf } from "./calls.js";
import { type Access, refusal, said } from "./cluster.js";
import { isFormerKubectl } from "./conflicts.js";
import { immutable } from "./immutable.js";
import { type Ledger, ledger } from "./ledger.js";
import { withoutOwnNeeds } from "./needs.js";
import { objectsFile, pullSecretFile, type Release } from "./release.js";
import type { Snapshot } from "./snapshot.js";

const refusedTheObjects = "the cluster refused the objects";
const everything = [pullSecretFile, objectsFile];
const longestEnd = 90;

/** What the server would do with a release. */
export type Trial = {
	/** How it is to be applied. */
	flags: string[];
	/** What cannot become what its manifest asks for, and is to be made anew. */
	anew: KubeObject[];
	ledger: Ledger;
	snapshot: Snapshot;
};

/** Lets the server try the whole release, so that it is applied whole or not at all. */
export async function tryOut(
	cluster: Access,
	{ objects, files }: Release,
	forceConflicts: boolean,
): Promise<Trial> {
	const attempt = (flags: string[]) =>
		cluster.run(
			[apply(everything, [...flags, dryRun]), snapshot(objects)],
			files,
			"&",
		);
	let flags = forceConflicts ? [force] : [];
	let [tried, read] = await attempt(flags);
	if (tried?.code !== 0 && isFormerKubectl(tried?.stderr ?? "")) {
		flags = [force];
		[tried, read] = await attempt(flags);
	}
	if (!tried || !read) throw new Error("kubectl did not run");
	const refusals =
		tried.code === 0 ? "" : withoutOwnNeeds(tried.stderr, objects);
	const stuck = immutable(refusals, objects);
	if (refusals !== "" && stuck.length === 0)
		throw refusal(refusedTheObjects, { ...tried, stderr: refusals });
	const [live = ""] = said("the cluster cannot be read", [read]);
	const found = items(live);
	const failed = failedForGood(objects, found);
	return {
		flags,
		anew: objects.filter(
			(object) => stuck.includes(object) || failed.includes(object),
		),
		ledger: ledger(tried.stdout),
		snapshot: found,
	};
}

/** Applies a release, or some of its files, and reads what became of it. */
export async function write(
	cluster: Access,
	{ objects, files }: Release,
	flags: string[],
	paths = everything,
): Promise<Pick<Trial, "ledger" | "snapshot">> {
	const calls = [apply(paths, flags), snapshot(objects)];
	const answers = await cluster.run(calls, files);
	const [lines = "", live = ""] = said(refusedTheObjects, answers);
	return { ledger: ledger(lines), snapshot: items(live) };
}

/** Deletes what is to be made anew, in calls so short that the cluster is kept in between. */
export async function remove(
	cluster: Access,
	objects: KubeObject[],
): Promise<void> {
	if (objects.length === 0) return;
	const patience = ["--ignore-not-found", "--wait", "--timeout=10s"];
	const call = ["delete", ...objects.map(targetOf), ...patience];
	const start = systemClock.now();
	for (;;) {
		const answers = await cluster.run([call]);
		const slow = answers.some(({ stderr }) => /timed out/.test(stderr));
		if (!slow || systemClock.now() - start > longestEnd) {
			said("what cannot be changed cannot be deleted", answers);
			return;
		}
	}
}
