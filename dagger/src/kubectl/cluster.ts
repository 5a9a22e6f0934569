import { classifyRefusal } from "../failures/catalogue.js";
import { explain, type Failure } from "../failures/failure.js";
import type { Answer, Call, Manner } from "./script.js";

/** What a conversation with a cluster needs besides its calls. */
export type KubectlOptions = Manner & {
	/** Texts of files that the calls name by their paths. */
	files?: Record<string, string>;
	/** The same, kept in memory only, and small: Dagger searches every output for them. */
	secrets?: Record<string, string>;
	stdin?: string;
	/** How long to wait for the answer to a request, in seconds, if not for half a minute. */
	patience?: number;
	/** What the caller can make something of: an outage for a while, and then an answer. */
	isAnswer?: (answer: Answer) => boolean;
};

/** A way to talk to a namespace of a cluster. */
export type Cluster = {
	readonly namespace: string;
	run(calls: Call[], options?: KubectlOptions): Promise<Answer[]>;
};

/** What kubectl printed, call by call, if none of them failed. */
export function stdoutOrThrow(what: string, answers: Answer[]): string[] {
	const bad = answers.find(({ code }) => code !== 0);
	if (bad) throw refusal(what, bad);
	return answers.map(({ stdout }) => stdout);
}

/** The failure that a bad answer stands for. */
export function refusal(what: string, { code, stderr }: Answer): Failure {
	const reason =
		stderr.trim() || `kubectl ended with exit code ${code}, and gave no reason`;
	return explain(what, reason, classifyRefusal(stderr));
}
