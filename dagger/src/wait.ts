import { type KubeObject, nameOf } from "./objects.js";
import { judge, type State } from "./rollout/index.js";
import type { Clock } from "./steps.js";

/** What a poll of the cluster brings: the live objects of the app and all around them. */
export type Snapshot = KubeObject[];

export type Wait = {
	/** The objects that were applied. */
	objects: KubeObject[];
	digest: string;
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
const heartbeat = 10;
/** A container without a readiness probe counts as ready when it has run for so long. */
const proof = 3;

/** Polls until every object is ready, one has failed for good, or the time is over. */
export async function waitUntilReady(wait: Wait): Promise<Verdict> {
	const { clock, timeout } = wait;
	const start = clock.now();
	const patience = new Patience(clock);
	const progress = new Progress(wait.print, clock);
	for (;;) {
		const snapshot = await wait.read();
		const states = new Map(
			wait.objects.map((object) => [
				object,
				proven(stateOf(object, snapshot, wait.digest), clock),
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
	digest: string,
): State {
	const live = snapshot.find(
		({ kind, metadata }) =>
			kind === applied.kind && metadata.name === applied.metadata.name,
	);
	if (!live) return { phase: "waiting", message: "is not there" };
	return judge(live, { others: snapshot, digest });
}

function proven(state: State, clock: Clock): State {
	if (state.phase !== "ready" || !state.unproved) return state;
	if (clock.now() - Date.parse(state.unproved) / 1000 >= proof) return state;
	return {
		phase: "waiting",
		message: `${state.message}, for less than ${proof} s`,
	};
}

/** Remembers since when each problem stands, and ends the wait when one outlasts its grace. */
class Patience {
	private readonly since = new Map<string, number>();

	constructor(private readonly clock: Clock) {}

	ends(object: KubeObject, { phase, problem }: State): boolean {
		if (phase === "failed") return true;
		if (phase === "ready" || problem?.failure.class !== "may-heal") {
			this.since.delete(nameOf(object));
			return false;
		}
		const since = this.since.get(nameOf(object)) ?? this.clock.now();
		this.since.set(nameOf(object), since);
		return this.clock.now() - since >= problem.failure.grace;
	}
}

/** Prints an object's state when it changes, and once in a while that it has not. */
class Progress {
	private shown = new Map<KubeObject, string>();
	private last = 0;

	constructor(
		private readonly print: (line: string) => void,
		private readonly clock: Clock,
	) {}

	show(states: Map<KubeObject, State>, seconds: number): void {
		const waiting = [...states].filter(([, { phase }]) => phase !== "ready");
		const quiet = this.clock.now() - this.last >= heartbeat;
		for (const [object, { message }] of waiting) {
			if (this.shown.get(object) === message && !quiet) continue;
			this.print(
				`… ${`${seconds.toFixed(0)} s`.padStart(6)}  ${nameOf(object)}: ${message}`,
			);
			this.last = this.clock.now();
		}
		this.shown = new Map(
			[...states].map(([object, { message }]) => [object, message]),
		);
	}
}
