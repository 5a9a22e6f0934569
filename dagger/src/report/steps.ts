import type { Step } from "../release/record.js";
import { type Clock, formatTime } from "../system/clock.js";

/** The steps of a run: each prints one line with its seconds when it ends, and is kept for the report. */
export class Steps {
	readonly taken: Step[] = [];

	constructor(
		readonly print: (line: string) => void,
		private readonly clock: Clock,
	) {}

	async run<Result>(
		name: string,
		work: () => Promise<Result>,
		{
			describe = () => "",
			isGood = () => true,
		}: {
			describe?: (result: Result) => string;
			isGood?: (result: Result) => boolean;
		} = {},
	): Promise<Result> {
		const start = this.clock.now();
		let mark = "✗";
		let text = "";
		try {
			const result = await work();
			if (isGood(result)) mark = "✓";
			text = describe(result);
			return result;
		} finally {
			const seconds = this.clock.now() - start;
			this.taken.push({
				name,
				startedAt: formatTime(start),
				seconds,
				...(mark === "✗" && { failed: true }),
			});
			this.print(
				`${mark} ${name.padEnd(10)}${`${seconds.toFixed(1)} s`.padStart(8)}  ${text}`.trimEnd(),
			);
		}
	}
}
