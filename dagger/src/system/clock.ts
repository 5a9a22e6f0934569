/** Seconds since the epoch, and a way to let some pass. Whatever waits gets it handed in, so that a test need not wait. */
export type Clock = { now(): number; sleep(seconds: number): Promise<void> };

/** A moment of a clock in ISO 8601. */
export function formatTime(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}

export const systemClock: Clock = {
	now: () => Date.now() / 1000,
	sleep: (seconds) =>
		new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
};
