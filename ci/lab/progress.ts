import {
	appendFileSync,
	mkdirSync,
	readFileSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ProcessOutput } from "zx";
import { cause, LabError } from "./failure.ts";
import { state } from "./lab.ts";
import { jobEnvironment } from "./processes.ts";
import { $ } from "./shell.ts";

const logs = join(state, "log");
const running = new Set<Step>();
const heartbeat = 10_000;
let lastLine = Date.now();
setInterval(tick, 1000).unref();

export function say(line: string): void {
	lastLine = Date.now();
	process.stderr.write(`${line}\n`);
}

/** One long piece of work, its log and how far it is. */
export class Step {
	readonly started = Date.now();
	readonly log: string;
	/** How far it is, where one can know. */
	note = "";
	/** What came of it, where there is more to say than that it is done. */
	outcome = "";

	constructor(
		readonly title: string,
		readonly what: string,
	) {
		mkdirSync(logs, { recursive: true, mode: 0o700 });
		this.log = join(logs, `${title.replace(/\W+/g, "-")}.log`);
		writeFileSync(this.log, "");
	}

	get seconds(): string {
		return `${((Date.now() - this.started) / 1000).toFixed(1)} s`;
	}

	/** Runs commands with this step's log; a leftover of them is found by the marker in its environment. */
	$ = $({
		env: jobEnvironment(),
		quiet: true,
		log: (entry) => {
			if (entry.kind === "cmd") this.write(`$ ${entry.cmd}\n`);
			if (entry.kind === "stderr" || entry.kind === "stdout")
				this.write(entry.data);
		},
	});

	write(text: string | Buffer): void {
		appendFileSync(this.log, text);
	}

	tail(lines = 15): string {
		return readFileSync(this.log, "utf8")
			.trimEnd()
			.split("\n")
			.slice(-lines)
			.join("\n");
	}
}

export async function step<T>(
	title: string,
	what: string,
	work: (step: Step) => Promise<T>,
): Promise<T> {
	const current = new Step(title, what);
	running.add(current);
	say(`▸ ${title}: ${what}`);
	try {
		const result = await work(current);
		say(
			`${current.outcome ? "–" : "✓"} ${title}: ${current.outcome || current.seconds}`,
		);
		return result;
	} catch (error) {
		throw failed(current, error);
	} finally {
		running.delete(current);
	}
}

function tick(): void {
	if (Date.now() - lastLine < heartbeat || running.size === 0) return;
	const lines = [...running].map(
		({ title, note, seconds }) =>
			`${title} ${note ? `${note}, ` : ""}${seconds.replace(/\.\d/, "")}`,
	);
	say(`  … ${lines.join(" · ")}`);
}

function failed(step: Step, error: unknown): LabError {
	if (error instanceof LabError) return error;
	if (!(error instanceof ProcessOutput))
		step.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	const tail = step.tail();
	const known = cause(tail);
	return new LabError(
		`${step.title}: ${step.what} failed after ${step.seconds}${known ? `: ${known.what}` : ""}`,
		known?.next ?? "read the log, then run it again: what is finished is kept",
		`${tail}\nlog: ${step.log}`,
	);
}
