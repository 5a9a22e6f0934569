/** One kubectl call: its arguments. */
export type Call = string[];

/** What a kubectl call left behind. */
export type Answer = { code: number; stdout: string; stderr: string };

/** A call to make again and again while the others run, with so many seconds between. */
export type Heartbeat = { call: Call; seconds: number };

/** In a heartbeat's arguments, it stands for the time when that is made: no text has it, and JSON leaves it as it is. */
export const timeOfCall = "\x7f";

// ASCII's own separators, taken out of what kubectl prints: a log may hold any byte.
const unit = "\x1f";
const record = "\x1e";

/** How calls are made. */
export type Manner = {
	/** Side by side; else one after another until one fails. */
	parallel?: boolean;
	heartbeat?: Heartbeat;
};

/**
 * A shell script that makes the calls, one after another until one fails or all side by side, and keeps what each printed
 * in `FOLDER/transcript`, not on stdout: logs stay short, and one container serves a whole conversation.
 */
export function script(
	calls: Call[],
	folder: string,
	{ parallel = false, heartbeat }: Manner = {},
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
		...(heartbeat ? beat(heartbeat) : []),
		parallel
			? `${chain.map((one) => `${one} & pids="$pids $!"`).join("\n")}\nwait $pids`
			: chain.join(" &&\n"),
		...(heartbeat ? ["kill $heart"] : []),
		`cat ${folder}/*.answer >${folder}/transcript`,
		"",
	].join("\n");
}

/** Nobody reads what a heartbeat prints, and one that fails is followed by another. */
function beat({ call, seconds }: Heartbeat): string[] {
	const args = call
		.map(quote)
		.join(" ")
		.replaceAll(timeOfCall, `'"$(date -u +%Y-%m-%dT%H:%M:%S.000000Z)"'`);
	return [
		`beat() { while sleep ${seconds}; do kubectl ${args}; done; }`,
		"beat <&- 3<&- >/dev/null 2>&1 & heart=$!",
	];
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
