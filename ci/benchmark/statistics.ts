/** What a number of measurements come down to, in seconds. */
export type Summary = {
	rounds: number;
	minimum: number;
	median: number;
	maximum: number;
};

export function summarize(seconds: number[]): Summary {
	const sorted = seconds.toSorted((a, b) => a - b);
	const at = (index: number) => sorted[index] ?? Number.NaN;
	const middle = (sorted.length - 1) / 2;
	return {
		rounds: sorted.length,
		minimum: at(0),
		median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
		maximum: at(sorted.length - 1),
	};
}

/** How one median relates to another. */
export const ratio = (one: Summary, other: Summary): number =>
	one.median / other.median;
