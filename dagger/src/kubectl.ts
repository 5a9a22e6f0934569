/** One kubectl call: its arguments. */
export type Call = string[];

/** What a kubectl call left behind. */
export type Answer = { code: number; stdout: string; stderr: string };

// ASCII's own separators, taken out of what kubectl says: a log may hold any byte.
const unit = "\x1f";
const record = "\x1e";

/**
 * A shell script that makes the calls in turn, by default until one fails, and keeps what each said in one file, not on
 * stdout: logs stay short, and one container serves a whole conversation.
 */
export function script(
	calls: Call[],
	transcript: string,
	then: "&&" | ";" = "&&",
): string {
	const said = `said() { tr -d '\\036\\037' </tmp/$1; }`;
	const call = `call() { kubectl "$@" >/tmp/stdout 2>/tmp/stderr; code=$?; printf '%s\\037' $code; said stdout; printf '\\037'; said stderr; printf '\\036'; return $code; }`;
	const chain = calls.map((args) => `call ${args.map(quote).join(" ")}`);
	return `${said}\n${call}\n{\n${chain.join(` ${then}\n`)}\n} >${transcript}\ntrue\n`;
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
