import { formatName, type KubeObject } from "../kubernetes/object.js";
import type { Clock } from "../system/clock.js";
import type { Health } from "./health.js";

/** A container without a readiness probe counts as ready when it has run for so long, in seconds. */
const minReadySeconds = 3;
/** And for so long when it had a problem before, in this wait. */
const minReadySecondsAfterProblem = 10;

/** Remembers since when each object has a problem, and ends the wait when one outlasts its grace. */
export class Patience {
	private readonly since = new Map<string, number>();

	constructor(private readonly clock: Clock) {}

	/** What has only started is ready when it has run for a while, by the cluster's clock or, if that is off, by ours. */
	adjust(object: KubeObject, health: Health): Health {
		const { status, startedAt, message } = health;
		if (status !== "ready" || !startedAt) return health;
		const seen = this.firstSeen(`${formatName(object)} ${startedAt}`);
		const start = Math.min(seen, Date.parse(startedAt) / 1000);
		const enough = this.since.has(formatName(object))
			? minReadySecondsAfterProblem
			: minReadySeconds;
		if (this.clock.now() - start >= enough) return health;
		return {
			status: "progressing",
			message: `${message}, for less than ${enough} s`,
		};
	}

	/** A container that crashes again and again runs in between: only what is ready has no problem any more. */
	hasEnded(object: KubeObject, { status, problem }: Health): boolean {
		if (status === "failed") return true;
		if (status === "ready") this.since.delete(formatName(object));
		if (status === "ready" || problem?.cause.class !== "transient")
			return false;
		const since = this.firstSeen(formatName(object));
		return this.clock.now() - since >= problem.cause.grace;
	}

	private firstSeen(key: string): number {
		const seen = this.since.get(key) ?? this.clock.now();
		this.since.set(key, seen);
		return seen;
	}
}
