import { admission } from "./admission.js";
import { config } from "./config.js";
import type { Entry, Failure } from "./failure.js";
import { placement } from "./placement.js";
import { probes } from "./probes.js";
import { pull } from "./pull.js";
import { rollout } from "./rollout.js";
import { run } from "./run.js";
import { start } from "./start.js";

export type { Class, Entry, Failure } from "./failure.js";

/** Everything that is known to go wrong; the first pattern that matches decides. */
export const catalogue: readonly Entry[] = [
	...pull,
	...config,
	...admission,
	...rollout,
	...start,
	...placement,
	...probes,
	...run,
];

/** What a reason and a message of Kubernetes, or what kubectl printed, mean; undefined when the catalogue does not know. */
export function classify(reason: string, message: string): Failure | undefined {
	const text = `${reason}: ${message}`;
	// A program that ended speaks for itself: what it says of a registry or a quota is not said by Kubernetes.
	const entries = /^\w+: exit code \d/.test(message)
		? [...start, ...run]
		: catalogue;
	for (const { pattern, ...entry } of entries) {
		const match = pattern.exec(text);
		if (match) return explain(entry, match.groups ?? {});
	}
	return undefined;
}

/** Whether it is the container's own program that ended, and a retry is for its owner to decide. */
export function endsRunning({ name }: Failure): boolean {
	return run.some((entry) => entry.name === name);
}

/** Words of Kubernetes as they read in a sentence. */
const words: Record<string, string> = {
	configmap: "ConfigMap",
	secret: "Secret",
	Readiness: "readiness",
	Startup: "startup",
	Liveness: "liveness",
};

/** A sentence with the groups of a pattern in place of their names. */
export function filled(
	template: string,
	groups: Record<string, string> = {},
): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const word = groups[name] ?? "";
		return words[word] ?? word;
	});
}

function explain(
	entry: Omit<Entry, "pattern">,
	groups: Record<string, string>,
): Failure {
	return {
		...entry,
		grace: entry.grace ?? 0,
		sentence: filled(entry.sentence, groups),
		next: filled(entry.next, groups),
	};
}
