import { classifyRefusal } from "../failures/catalogue.js";
import type { Cluster, KubectlOptions } from "../kubectl/cluster.js";
import type { Answer, Call } from "../kubectl/script.js";
import type { Clock } from "../system/clock.js";
import { repeat } from "./repeats.js";

/** How long an outage may last at least, in seconds. */
const leastPatience = 60;
/** The same, where it has never answered. */
const patienceAtFirst = 15;
/** And where it may be an answer after all: less than a Lease lasts. */
const patienceWithAnswers = 15;

/**
 * A cluster whose API server may blink: what passes is tried again, until the timeout or for a minute. One that has never
 * answered may not be there at all, and is not waited for that long. All our requests may be made twice.
 */
export class RetryingCluster implements Cluster {
	private hasAnswered = false;

	constructor(
		private readonly cluster: Cluster,
		private readonly clock: Clock,
		private readonly print: (line: string) => void,
		private readonly timeout = 0,
	) {}

	get namespace(): string {
		return this.cluster.namespace;
	}

	async run(calls: Call[], options: KubectlOptions = {}): Promise<Answer[]> {
		const { clock, print } = this;
		const answers: Answer[] = [];
		await repeat({ clock, print }, async () => {
			const left = listUnanswered(answers, calls.length, options.parallel);
			const wanted = left.map((index) => calls[index] ?? []);
			const found = await this.cluster.run(wanted, options);
			for (const [index, answer] of found.entries())
				answers[left[index] ?? 0] = answer;
			if (answers.some(({ code }) => code === 0)) this.hasAnswered = true;
			const passing = answers.filter(passes);
			if (passing.length === 0) return undefined;
			return this.outage(passing.every(options.isAnswer ?? (() => false)));
		});
		return answers;
	}

	private outage(mayBeAnswer: boolean) {
		const patience = mayBeAnswer
			? patienceWithAnswers
			: Math.max(leastPatience, this.timeout);
		const grace = this.hasAnswered ? patience : patienceAtFirst;
		return { sentence: "the cluster has not answered", grace };
	}
}

/** The calls to make: those that have no good answer yet; one after another, all from the first that failed. */
function listUnanswered(
	answers: Answer[],
	count: number,
	parallel = false,
): number[] {
	const indices = Array.from({ length: count }, (_, index) => index);
	if (parallel)
		return indices.filter((index) => (answers[index]?.code ?? 1) !== 0);
	const failed = answers.findIndex(({ code }) => code !== 0);
	return indices.slice(failed < 0 ? answers.length : failed);
}

function passes({ code, stderr }: Answer): boolean {
	if (code === 0) return false;
	return classifyRefusal(stderr)?.retriedBy === "slipway";
}
