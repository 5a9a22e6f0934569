/** Seconds since the epoch, and a way to let some pass. Whatever waits gets it handed in, so that a test need not wait. */
export type Clock = { now(): number; sleep(seconds: number): Promise<void> };

export const systemClock: Clock = {
	now: () => Date.now() / 1000,
	sleep: (seconds) =>
		new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
};
