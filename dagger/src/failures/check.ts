import { classifyRefusal } from "./catalogue.js";
import { Failure } from "./failure.js";

/** A precondition of a deploy: whether it is met, as far as that can be known. */
export type Check = {
	name: string;
	result: "met" | "unmet" | "unknown";
	/** What was found. */
	found: string;
	/** What to do about it. */
	next?: string;
};

export const met = (name: string, found: string): Check => ({
	name,
	result: "met",
	found,
});

export const unmet = (name: string, found: string, next?: string): Check => ({
	name,
	result: "unmet",
	found,
	next,
});

export const unknown = (name: string, found: string, next?: string): Check => ({
	name,
	result: "unknown",
	found,
	next,
});

/** Whether a text is about an option that was refused, and so repeats it. */
export const isAboutOption = (text: string) => /^--[a-z-]+=/.test(text);

/** A failure as the check that it stands for; a refused option is what it is about. */
export function unmetBy(name: string, error: unknown): Check {
	const { message } = error as Error;
	const [, option] = /^--([a-z-]+)/.exec(message) ?? [];
	const about = option?.replaceAll("-", " ") ?? name;
	if (!(error instanceof Failure)) return unmet(about, message);
	const { what, evidence, next } = error;
	const told = evidence.map(({ text }) => text).filter((text) => text !== "…");
	const found = [what.replace("the cluster cannot be used: ", ""), ...told];
	return unmet(about, found.join("; "), next);
}

/** What kubectl printed as the check that it stands for. */
export function unmetByRefusal(name: string, stderr: string): Check {
	const cause = classifyRefusal(stderr);
	const said = stderr.trim().split("\n").at(-1) ?? "";
	const found = [cause?.sentence, said].filter(Boolean).join("; ");
	return unmet(name, found, cause?.next);
}
