/**
 * How much patience a failure deserves: `never-heals` ends a deploy at once, `may-heal` when it lasts longer than its
 * grace, `slow` never by itself.
 */
export type Class = "never-heals" | "may-heal" | "slow";

/** What a message of Kubernetes means to a person. */
export type Failure = {
	name: string;
	class: Class;
	/** Seconds that a `may-heal` failure may last. */
	grace: number;
	/** What goes wrong, to be read after the object's name: "Pod web …". */
	sentence: string;
	/** What to do about it. */
	next: string;
};

/** A line of the catalogue: `{name}` in the sentence and the next step is the pattern's group of that name. */
export type Entry = Omit<Failure, "grace"> & {
	/** Searched in `reason: message`. */
	pattern: RegExp;
	grace?: number;
};
