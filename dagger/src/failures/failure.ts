import type { Cause } from "./cause.js";

/** A line of evidence, with where it comes from. */
export type Line = {
	label: "also" | "image" | "message" | "event" | "exit" | "log" | "now";
	text: string;
	/** When that happened, in ISO 8601. */
	at?: string;
};

/**
 * A failure as data until it is thrown out of the module: a caller of Dagger gets the message and nothing else, so the
 * message holds all of it.
 */
export class Failure extends Error {
	/** What failed, on which object, and why. */
	readonly what: string;
	readonly evidence: Line[];
	/** What to do about it. */
	readonly next?: string;

	constructor(
		what: string,
		more: { evidence?: Line[]; next?: string; cause?: unknown } = {},
	) {
		const { evidence = [], next, cause } = more;
		super(formatFailure({ what, evidence, next }), { cause });
		this.what = what;
		this.evidence = evidence;
		this.next = next;
	}
}

/** A failure of which others have told the cause in their own words. */
export function explain(
	what: string,
	output: string,
	cause?: Pick<Cause, "sentence" | "next">,
): Failure {
	const evidence = essence(output).map(
		(text): Line => ({ label: "message", text }),
	);
	return new Failure(cause ? `${what}: ${cause.sentence}` : what, {
		evidence,
		next: cause?.next,
	});
}

/** The one form in which people read a failure. */
export function formatFailure({
	what,
	evidence,
	next,
}: Pick<Failure, "what" | "evidence" | "next">): string {
	const lines = [...evidence, ...(next ? [{ label: "next", text: next }] : [])];
	return [
		what,
		...lines.map(({ label, text }, index) => {
			const isSame = label === lines[index - 1]?.label && label === "log";
			return `  ${(isSame ? "" : label).padEnd(8)} ${text}`;
		}),
	].join("\n");
}

// kubectl repeats its client library's log lines (E1123 08:33:54 …) before the sentence that says the same, and tells
// those who type how conflicts are resolved: kubectl/pkg/cmd/apply/apply.go.
const logged = /^[EWI]\d{4} /;
const advice = /^Please review the fields above[\s\S]*?#conflicts$/gm;

/** How an output begins and how it ends, where it is long. */
function essence(output: string): string[] {
	const lines = output
		.replace(advice, "")
		.split("\n")
		.filter((line) => line.trim() !== "");
	const plain = lines.filter((line) => !logged.test(line));
	const kept = plain.length > 0 ? plain : lines;
	return kept.length > 12
		? [...kept.slice(0, 4), "…", ...kept.slice(-8)]
		: kept;
}
