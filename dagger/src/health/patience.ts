import { formatName, type KubeObject } from "../kubernetes/object.js";
import type { Clock } from "../system/clock.js";
import { mayNeedOthers, needsRoom, waitsForOthers } from "./dependencies.js";
import type { Health, Part, Problem } from "./health.js";

export type HealthMap = Map<KubeObject, Health>;

/** A container without a readiness probe counts as ready when it has run for so long, in seconds. */
const minReadySeconds = 3;
/** And for so long when it had a problem before, in this wait. */
const minReadySecondsAfterProblem = 10;
/** How often a container must have ended for the same cause. */
const minTerminations = 3;
/** How long an app may take to answer its probes, where it is known how long that took before. */
const minStartupSeconds = 60;
const startupFactor = 3;

/** Since when a container of a Pod has a problem, from when its time counts, and how often it had ended by then. */
type Seen = { first: number; since: number; terminations: number };

/**
 * Decides how long to wait for what has a problem. A problem belongs to a container of a Pod and a cause: its time begins
 * when it is first seen there, and ends when that Pod is ready or gone, or has another cause. docs/verdicts.md has the rules.
 */
export class Patience {
	private readonly seen = new Map<string, Seen>();
	private readonly starts = new Map<string, number>();
	private lastPoll = -Infinity;
	private readonly hadProblem = new Set<string>();

	constructor(
		private readonly clock: Clock,
		/** How long the app took to start before, in seconds, where that is known. */
		private readonly findStartup: (
			object: KubeObject,
		) => number | undefined = () => undefined,
		/** Whether a container had started at that time before the wait. */
		private readonly isKnownStart: (startedAt: string) => boolean = () => false,
	) {}

	/** Takes in what a poll shows, and whether Pods are about to leave room. What has only started is not ready yet. */
	observe(health: HealthMap, makesRoom = false): HealthMap {
		for (const [object, { parts = [] }] of health)
			this.track(formatName(object), parts);
		for (const [object, { parts = [] }] of health)
			if (waitsForOthers(object, health))
				this.allowAnother(object, parts, mayNeedOthers);
			else if (makesRoom) this.allowAnother(object, parts, needsRoom);
		const settled = new Map(
			[...health].map(([object, one]) => [object, this.settle(object, one)]),
		);
		this.lastPoll = this.clock.now();
		return settled;
	}

	/** Whether waiting longer for an object cannot help, as far as the evidence goes. */
	hasEnded(object: KubeObject, health: HealthMap): boolean {
		const { status, parts = [] } = health.get(object) ?? {};
		if (status !== "progressing") return status === "failed";
		return parts.some(({ name, problems }) =>
			problems.some((problem) => {
				const key = makeKey(formatName(object), name, problem);
				const seen = this.seen.get(key);
				return seen && this.isOver(object, problem, seen);
			}),
		);
	}

	private isOver(
		object: KubeObject,
		{ cause, terminations = 0 }: Problem,
		seen: Seen,
	): boolean {
		const seconds = this.clock.now() - seen.since;
		if (cause.mayBeStarting && cause.class === "pending") {
			const before = this.findStartup(object);
			if (before === undefined) return false;
			const enough = Math.max(minStartupSeconds, startupFactor * before);
			return seconds >= Math.max(enough, cause.grace);
		}
		if (cause.class !== "transient" || seconds < cause.grace) return false;
		// A controller tries again after twice as long each time: after as long once more at the latest.
		if (cause.retriedBy === "controller")
			return seconds >= seen.since - seen.first;
		return (
			cause.retriedBy !== "owner" ||
			terminations - seen.terminations >= minTerminations
		);
	}

	/** When those that it waits for are up it gets another try, however long the kubelet backs off by then. */
	private allowAnother(
		object: KubeObject,
		parts: Part[],
		isMeant: (problem: Problem) => boolean,
	): void {
		for (const { name, problems } of parts)
			for (const problem of problems) {
				const seen = this.seen.get(makeKey(formatName(object), name, problem));
				if (!seen || !isMeant(problem)) continue;
				seen.since = this.clock.now();
				seen.terminations = (problem.terminations ?? 0) - minTerminations + 1;
			}
	}

	private track(owner: string, parts: Part[]): void {
		const names = new Set(parts.map(({ name }) => name));
		for (const key of this.seen.keys()) {
			const [whose, name = ""] = key.split("\n");
			if (whose === owner && !names.has(name)) this.seen.delete(key);
		}
		for (const part of parts) {
			if (this.isSettled(owner, part)) this.forget(owner, part.name);
			else
				for (const problem of part.problems)
					this.see(owner, part.name, problem);
		}
	}

	private see(owner: string, name: string, problem: Problem): void {
		const { cause } = problem;
		const key = makeKey(owner, name, problem);
		const isFirst = !this.hadProblem.has(name);
		this.hadProblem.add(name).add(owner);
		if (this.seen.has(key)) return;
		// A container that crashes may fail its probes in between: that is no other cause.
		if (!cause.mayBeStarting) this.forget(owner, name, problem.container);
		const before =
			isFirst && problem.terminatedEarly ? 0 : terminationsBefore(problem);
		const now = this.clock.now();
		this.seen.set(key, { first: now, since: now, terminations: before });
	}

	private forget(owner: string, name: string, container?: string): void {
		const beginning = [owner, name, ...(container ? [container] : [])];
		for (const key of this.seen.keys())
			if (key.startsWith(`${beginning.join("\n")}\n`)) this.seen.delete(key);
	}

	private settle(object: KubeObject, health: Health): Health {
		const { status, startedAt, message, minReadySeconds = 0 } = health;
		const name = formatName(object);
		const enough = Math.max(this.minSeconds(name), minReadySeconds);
		if (
			status !== "ready" ||
			this.isSettled(name, { name, isReady: true, startedAt }, enough)
		)
			return health;
		const text = `${message}, for less than ${enough} s`;
		return { ...health, status: "progressing", message: text };
	}

	/**
	 * What has only started is ready when it has run for a while. Its node's clock may be behind: what was not seen at the
	 * poll before has not run for longer than that.
	 */
	private isSettled(
		owner: string,
		{ name, isReady, startedAt }: Omit<Part, "problems">,
		enough = this.minSeconds(name),
	): boolean {
		if (!startedAt) return isReady;
		const key = `${owner} ${startedAt}`;
		const start = this.starts.get(key) ?? this.findStart(startedAt);
		this.starts.set(key, start);
		return isReady && this.clock.now() - start >= enough;
	}

	/** By its node's clock, where that can be. */
	private findStart(startedAt: string): number {
		const told = Date.parse(startedAt) / 1000;
		const earliest = this.isKnownStart(startedAt) ? told : this.lastPoll;
		return Math.min(Math.max(told, earliest), this.clock.now());
	}

	private minSeconds(name: string): number {
		return this.hadProblem.has(name)
			? minReadySecondsAfterProblem
			: minReadySeconds;
	}
}

/** One that runs when it is first seen has not ended for this cause yet. */
function terminationsBefore({ cause, terminations = 0 }: Problem): number {
	return cause.class === "pending" ? terminations : terminations - 1;
}

function makeKey(owner: string, name: string, problem: Problem): string {
	return [owner, name, problem.container ?? "", problem.cause.name].join("\n");
}
