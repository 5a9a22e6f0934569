import { admission } from "./admission.js";
import { config } from "./config.js";
import type { Entry, Failure } from "./failure.js";
import { placement } from "./placement.js";
import { probes } from "./probes.js";
import { pull } from "./pull.js";
import { run } from "./run.js";
import { start } from "./start.js";

export type { Class, Entry, Failure } from "./failure.js";

/** Everything that is known to go wrong; the first pattern that matches decides. */
export const catalogue: readonly Entry[] = [
	...pull,
	...config,
	...admission,
	...start,
	...placement,
	...probes,
	...run,
];

/** What a reason and a message of Kubernetes, or what kubectl printed, mean; undefined when the catalogue does not know. */
export function classify(reason: string, message: string): Failure | undefined {
	const text = `${reason}: ${message}`;
	for (const { pattern, ...entry } of catalogue) {
		const match = pattern.exec(text);
		if (match) return explain(entry, match.groups ?? {});
	}
	return undefined;
}

function explain(entry: Omit<Entry, "pattern">, words: Record<string, string>) {
	const fill = (template: string) =>
		template.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? "");
	return {
		...entry,
		grace: entry.grace ?? 0,
		sentence: fill(entry.sentence),
		next: fill(entry.next),
	};
}
