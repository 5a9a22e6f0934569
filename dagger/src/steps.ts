export type Step = { name: string; seconds: number };

export type Clock = { now(): number; sleep(seconds: number): Promise<void> };

export const systemClock: Clock = {
	now: () => Date.now() / 1000,
	sleep: (seconds) =>
		new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
};

/** The steps of a run: each prints one line with its seconds when it ends, and is kept for the report. */
export class Steps {
	readonly taken: Step[] = [];

	constructor(
		readonly print: (line: string) => void,
		private readonly clock: Clock,
	) {}

	async take<Result>(
		name: string,
		work: () => Promise<Result>,
		outcome: (result: Result) => string = () => "",
		isGood: (result: Result) => boolean = () => true,
	): Promise<Result> {
		const start = this.clock.now();
		let mark = "✗";
		let text = "";
		try {
			const result = await work();
			if (isGood(result)) mark = "✓";
			text = outcome(result);
			return result;
		} finally {
			const seconds = this.clock.now() - start;
			this.taken.push({ name, seconds });
			this.print(
				`${mark} ${name.padEnd(8)}${`${seconds.toFixed(1)} s`.padStart(8)}  ${text}`.trimEnd(),
			);
		}
	}

	get seconds(): number {
		return this.taken.reduce((sum, step) => sum + step.seconds, 0);
	}
}
