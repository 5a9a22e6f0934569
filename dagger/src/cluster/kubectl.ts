/** One kubectl call: its arguments. */
export type Call = string[];

/** What a kubectl call left behind. */
export type Answer = { code: number; stdout: string; stderr: string };

// ASCII's own separators, taken out of what kubectl says: a log may hold any byte.
const unit = "\x1f";
const record = "\x1e";

/** In turn until one fails, or all at the same time. */
export type Order = "&&" | "&";

/**
 * A shell script that makes the calls and keeps what each said in one file, not on stdout: logs stay short, and one
 * container serves a whole conversation.
 */
export function script(
	calls: Call[],
	transcript: string,
	order: Order = "&&",
): string {
	const said = `said() { tr -d '\\036\\037' </tmp/$1; }`;
	const answer = `{ printf '%s\\037' $code; said $n.stdout; printf '\\037'; said $n.stderr; printf '\\036'; } >/tmp/$n.answer`;
	const call = `call() { n=$1; shift; kubectl "$@" >/tmp/$n.stdout 2>/tmp/$n.stderr; code=$?; ${answer}; return $code; }`;
	// What runs in the background has no stdin but one that is handed to it.
	const chain = calls.map(
		(args, index) =>
			`call ${`${index}`.padStart(3, "0")} ${args.map(quote).join(" ")} <&3`,
	);
	return [
		said,
		call,
		"exec 3<&0",
		chain.join(` ${order}\n`) + (order === "&" ? " &\nwait" : ""),
		`cat /tmp/*.answer >${transcript}`,
		"",
	].join("\n");
}

/** The answers in a transcript; calls after a failed one have none. */
export function answers(transcript: string): Answer[] {
	return transcript
		.split(record)
		.filter((part) => part !== "")
		.map((part) => {
			const [code, stdout = "", stderr = ""] = part.split(unit);
			return { code: Number(code), stdout, stderr };
		});
}

function quote(argument: string): string {
	return `'${argument.replaceAll("'", `'\\''`)}'`;
}
