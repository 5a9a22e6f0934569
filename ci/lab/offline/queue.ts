/** One at a time, in order; a failure concerns only its own. */
export function queue() {
	let last: Promise<unknown> = Promise.resolve();
	return <T>(work: () => Promise<T>): Promise<T> => {
		const mine = last.then(work);
		last = mine.catch(() => {});
		return mine;
	};
}
