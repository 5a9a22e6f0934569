import { runBefore } from "./before.js";
import { remove, type Trial, write } from "./cluster/apply.js";
import { judged } from "./cluster/calls.js";
import { commitIn, isHeld } from "./cluster/lease.js";
import { type Changes, changesOf } from "./cluster/ledger.js";
import { type Past, pullSecretStub } from "./cluster/look.js";
import type { Release } from "./cluster/release.js";
import { reader } from "./cluster/snapshot.js";
import type { Turn } from "./cluster/turn.js";
import { type OnFailure, reversible } from "./history.js";
import { digestOf } from "./image/image.js";
import { type Commit, isSame } from "./input/commit.js";
import { type KubeObject, nameOf, titlesOf } from "./manifests/objects.js";
import { runsBefore } from "./manifests/phases.js";
import { wayBack } from "./rollback.js";
import { type Steps, systemClock } from "./steps.js";
import { gather } from "./verdict/evidence.js";
import { verdictText } from "./verdict/verdict.js";
import { type Verdict, waitUntilReady } from "./verdict/wait.js";

/** From what runs to what is to run. */
export type Transition = {
	image: string;
	release: Release;
	past: Past;
	commit?: Commit;
	timeout: number;
	onFailure?: OnFailure;
};

export type Outcome = { changes: Changes; verdict: Verdict };

/** The outcome where the cluster has all of the release already and runs it; undefined where there is something to do. */
export async function nothingToDo(
	{ image, release, past, commit }: Transition,
	{ anew, ledger, snapshot }: Trial,
): Promise<Outcome | undefined> {
	const changes = changesOf(subjects(release), past.ledger, ledger);
	const deployed = past.lease && commitIn(past.lease);
	const quiet =
		anew.length === 0 &&
		[...changes.values()].every((what) => what === "unchanged") &&
		(commit === undefined || isSame(commit, deployed)) &&
		!isHeld(past.lease, systemClock.now(), 0);
	if (!quiet) return undefined;
	const verdict = await waitUntilReady({
		objects: judged(release.objects),
		digest: digestOf(image),
		timeout: 0,
		read: async () => snapshot,
		print: () => {},
		clock: systemClock,
	});
	return verdict.phase === "ready" ? { changes, verdict } : undefined;
}

function subjects({ objects }: Release): KubeObject[] {
	return [pullSecretStub, ...objects];
}

/** Applies a release that passed its trial, and waits until it is ready; what fails is told, and goes back if it can. */
export async function carryOut(
	turn: Turn,
	transition: Transition,
	trial: Trial,
	steps: Steps,
): Promise<Outcome> {
	const { release, image, timeout } = transition;
	const { objects } = release;
	const wait = {
		digest: digestOf(image),
		timeout,
		print: steps.print,
		clock: systemClock,
	};
	const former = turn.commit;
	const failure = async (
		verdict: Verdict,
		aftermath: () => Promise<string[]>,
	) => {
		const evidence = await gather(turn, verdict);
		const now = (await aftermath()).map((line) => `now      ${line}`);
		return new Error(verdictText(verdict, image, [...evidence, ...now]));
	};

	const taken = (name: string, work: () => Promise<Verdict>) =>
		steps.take(name, work, undefined, ({ phase }) => phase === "ready");

	turn.record(transition.commit);
	if (objects.some(runsBefore)) {
		const verdict = await taken("before", () =>
			runBefore(turn, release, trial, wait),
		);
		if (verdict.phase !== "ready") {
			turn.record(former);
			throw await failure(verdict, async () => [
				"the workloads were not changed",
			]);
		}
	}
	const written = await steps.take("apply", async () => {
		await remove(
			turn,
			trial.anew.filter((object) => !runsBefore(object)),
		);
		return write(turn, release, trial.flags);
	});
	const changes = changesOf(
		subjects(release),
		transition.past.ledger,
		written.ledger,
	);
	for (const [object, what] of changes)
		steps.print(`  ${nameOf(object)} ${what}`);
	steps.print(`${titlesOf(objects)} deployment initiated.`);

	const snapshots = [written.snapshot];
	const read = reader(turn, objects);
	const verdict = await taken("rollout", () =>
		waitUntilReady({
			...wait,
			objects: judged(objects),
			read: async () => snapshots.pop() ?? read(),
		}),
	);
	if (verdict.phase === "ready") return { changes, verdict };

	throw await failure(verdict, async () => {
		const workloads = reversible(changes, transition.onFailure);
		if (workloads.length === 0) return [kept(transition.onFailure)];
		turn.record(former);
		return steps.take("rollback", () =>
			wayBack(turn, workloads, timeout, steps.print),
		);
	});
}

function kept(onFailure?: OnFailure): string {
	return onFailure === "rollback"
		? "nothing went back: no workload with a revision before was changed"
		: "what was applied is kept";
}
