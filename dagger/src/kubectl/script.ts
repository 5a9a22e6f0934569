/** One kubectl call: its arguments. */
export type Call = string[];

/** What a kubectl call left behind. */
export type Answer = { code: number; stdout: string; stderr: string };

// ASCII's own separators, taken out of what kubectl prints: a log may hold any byte.
const unit = "\x1f";
const record = "\x1e";

/**
 * A shell script that makes the calls, one after another until one fails or all side by side, and keeps what each printed
 * in `FOLDER/transcript`, not on stdout: logs stay short, and one container serves a whole conversation.
 */
export function script(
	calls: Call[],
	folder: string,
	parallel = false,
): string {
	const clean = `clean() { tr -d '\\036\\037' <${folder}/$1; }`;
	const answer = `{ printf '%s\\037' $code; clean $n.stdout; printf '\\037'; clean $n.stderr; printf '\\036'; } >${folder}/$n.answer`;
	const call = `call() { n=$1; shift; kubectl "$@" >${folder}/$n.stdout 2>${folder}/$n.stderr; code=$?; ${answer}; return $code; }`;
	// What runs in the background has no stdin but one that is handed to it.
	const chain = calls.map(
		(args, index) =>
			`call ${`${index}`.padStart(3, "0")} ${args.map(quote).join(" ")} <&3`,
	);
	return [
		clean,
		call,
		"exec 3<&0",
		parallel ? `${chain.join(" &\n")} &\nwait` : chain.join(" &&\n"),
		`cat ${folder}/*.answer >${folder}/transcript`,
		"",
	].join("\n");
}

/** The answers in a transcript; calls after a failed one have none. */
export function parseAnswers(transcript: string): Answer[] {
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
