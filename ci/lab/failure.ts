import { Failure } from "../../dagger/src/failures/failure.ts";

/** A failure of the lab, in the form that those of the module have: what failed, what was seen, what to do next. */
export class LabError extends Failure {
	constructor(what: string, next: string, log = "") {
		const lines = log.trimEnd().split("\n").filter(Boolean);
		super(what, {
			evidence: lines.map((text) => ({ label: "log", text })),
			next,
		});
	}
}

export function explain(error: unknown): string {
	if (error instanceof LabError) return `✗ ${error.message}`;
	return `✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** Known causes, looked for in the last lines of a step's log. */
const causes: [RegExp, string, string][] = [
	[
		/no space left on device|ENOSPC/i,
		"the disk is full",
		"free some space and run it again: what is finished is kept",
	],
	[
		/temporary failure (in name )?resol|no such host|could not resolve|network is unreachable|EAI_AGAIN|ENOTFOUND/i,
		"a package registry cannot be reached",
		"check the network and run it again: what is finished is kept",
	],
	[
		/signal: killed|cannot allocate memory|out of memory/i,
		"a process was killed, probably for lack of memory",
		"give the machine 6 GB of memory or more and run it again",
	],
];

export function cause(log: string): { what: string; next: string } | undefined {
	for (const [pattern, what, next] of causes)
		if (pattern.test(log)) return { what, next };
	return undefined;
}
