import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../../dagger/src/failures/catalogue.js";
import type { Entry } from "../../../dagger/src/failures/cause.js";

/** A manifest that cannot work, and what is to be said of it: the comments at its head. */
export type Case = {
	name: string;
	manifest: string;
	entry: Entry;
	/** Seconds that the failure may last: its entry's, if the manifest does not give others. */
	grace: number;
	/** What the deploy is given, where only that ends it. */
	timeout?: number;
	/** The object to blame, such as `Pod app`; none where the API server refuses the manifest. */
	object?: string;
	says: string;
	next: string;
	/** By what the cluster reports the failure: see reports.ts. */
	report: RegExp;
	/** What kubectl does before. */
	given: string[];
};

/** All cases; those with the most patience come first, so that in the end none of them is waited for alone. */
export function cases(): Case[] {
	return readdirSync(import.meta.dirname)
		.filter((file) => file.endsWith(".yaml"))
		.map((file) => caseOf(file.replace(".yaml", "")))
		.sort((a, b) => b.grace - a.grace);
}

function caseOf(name: string): Case {
	const file = join(import.meta.dirname, `${name}.yaml`);
	const manifest = readFileSync(file, "utf8");
	const notes = (key: string) =>
		[...manifest.matchAll(new RegExp(`^# ${key}: (.*)$`, "gm"))].map(
			([, text = ""]) => text,
		);
	const note = (key: string) => {
		const [text] = notes(key);
		if (!text) throw new Error(`${name}.yaml says nothing of “${key}”`);
		return text;
	};
	const entry = catalogue.find(({ name }) => name === note("fails"));
	if (!entry) throw new Error(`${name}.yaml: no failure is ${note("fails")}`);
	const [object] = notes("object");
	return {
		name,
		manifest,
		entry,
		grace: Number(notes("grace")[0] ?? entry.grace ?? 0),
		timeout: notes("timeout").map(Number)[0],
		object,
		says: note("says"),
		next: note("next"),
		report: new RegExp(object ? note("report") : "", "s"),
		given: notes("given"),
	};
}
