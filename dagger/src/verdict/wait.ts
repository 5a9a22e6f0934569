import type { Snapshot } from "../cluster/snapshot.js";
import { type KubeObject, liveOf, nameOf } from "../manifests/objects.js";
import { judge, type State } from "../rollout/index.js";
import type { Clock } from "../steps.js";
import { Progress } from "./progress.js";

export type Wait = {
	/** The objects that were applied. */
	objects: KubeObject[];
	/** What containers of the app must run, where that is known. */
	digest?: string;
	timeout: number;
	read: () => Promise<Snapshot>;
	print: (line: string) => void;
	clock: Clock;
};

export type Verdict = {
	phase: "ready" | "failed" | "late";
	states: Map<KubeObject, State>;
	snapshot: Snapshot;
	seconds: number;
};

const interval = 1;
/** A container without a readiness probe counts as ready when it has run for so long. */
const proof = 3;
/** And for so long when it had a problem before, in this wait. */
const proofAfterTrouble = 10;

/** Polls until every object is ready, one has failed for good, or the time is over. */
export async function waitUntilReady(wait: Wait): Promise<Verdict> {
	const { clock, timeout } = wait;
	const start = clock.now();
	const patience = new Patience(clock);
	const progress = new Progress(wait.print);
	for (;;) {
		const snapshot = await wait.read();
		const states = new Map(
			wait.objects.map((object) => [
				object,
				patience.proven(object, stateOf(object, snapshot, wait.digest)),
			]),
		);
		const seconds = clock.now() - start;
		const verdict = (phase: Verdict["phase"]): Verdict => ({
			phase,
			states,
			snapshot,
			seconds,
		});
		progress.show(states, seconds);
		if ([...states].some(([object, state]) => patience.ends(object, state)))
			return verdict("failed");
		if ([...states.values()].every(({ phase }) => phase === "ready"))
			return verdict("ready");
		if (seconds >= timeout) return verdict("late");
		await clock.sleep(Math.min(interval, timeout - seconds));
	}
}

function stateOf(
	applied: KubeObject,
	snapshot: Snapshot,
	digest?: string,
): State {
	const live = liveOf(applied, snapshot);
	if (!live) return { phase: "waiting", message: "is not there" };
	return judge(live, { others: snapshot, digest });
}

/** Remembers since when each object has a problem, and ends the wait when one outlasts its grace. */
class Patience {
	private readonly since = new Map<string, number>();

	constructor(private readonly clock: Clock) {}

	/** What has only started is ready when it has run for a while, by the cluster's clock or, if that is off, by ours. */
	proven(object: KubeObject, state: State): State {
		if (state.phase !== "ready" || !state.unproved) return state;
		const seen = this.first(`${nameOf(object)} ${state.unproved}`);
		const start = Math.min(seen, Date.parse(state.unproved) / 1000);
		const enough = this.since.has(nameOf(object)) ? proofAfterTrouble : proof;
		if (this.clock.now() - start >= enough) return state;
		return {
			phase: "waiting",
			message: `${state.message}, for less than ${enough} s`,
		};
	}

	/** A container that crashes again and again runs in between: only what is ready has no problem any more. */
	ends(object: KubeObject, { phase, problem }: State): boolean {
		if (phase === "failed") return true;
		if (phase === "ready") this.since.delete(nameOf(object));
		if (phase === "ready" || problem?.failure.class !== "may-heal")
			return false;
		const since = this.first(nameOf(object));
		return this.clock.now() - since >= problem.failure.grace;
	}

	private first(key: string): number {
		const seen = this.since.get(key) ?? this.clock.now();
		this.since.set(key, seen);
		return seen;
	}
}
