import { admission } from "./admission.js";
import type { Cause, Entry, Reporter } from "./cause.js";
import { containerConfig } from "./container-config.js";
import { containerEnd } from "./container-end.js";
import { containerStart } from "./container-start.js";
import { placement } from "./placement.js";
import { probes } from "./probes.js";
import { pull } from "./pull.js";
import { registry } from "./registry.js";
import { request } from "./request.js";
import { rollout } from "./rollout.js";

/** Everything that is known to go wrong; the first pattern that matches decides. */
export const catalogue: readonly Entry[] = [
	...pull,
	...containerConfig,
	// What a node's own network plugin may not do is no refusal of the manifests.
	...containerStart,
	...admission,
	...rollout,
	...placement,
	...probes,
	...containerEnd,
	...registry,
	...request,
];

const cluster: Reporter[] = ["kubelet", "scheduler", "controller"];

/** What a reason and a message about an object in the cluster mean; undefined when the catalogue does not know. */
export function classify(reason: string, message: string): Cause | undefined {
	// A program that ended speaks for itself: what it says of a registry or a quota is not said by Kubernetes.
	const ended = /^\w+: exit code \d/.test(message);
	return find(ended ? ["container"] : cluster, `${reason}: ${message}`)?.cause;
}

/** What kubectl printed when a request failed, in the API server's words or in its own. */
export function classifyRefusal(stderr: string): Cause | undefined {
	const found = find(["api-server", "kubectl"], stderr);
	if (!found?.cause.from.includes("controller")) return found?.cause;
	// Where a controller may be refused the same, the sentence lacks the object, which the refusal names before.
	const before = stderr.slice(0, found.index);
	const [, refused] =
		[...before.matchAll(/"([^"]+)" is (?:invalid|forbidden): /g)].at(-1) ?? [];
	const sentence = [refused, found.cause.sentence].filter(Boolean).join(" ");
	return { ...found.cause, sentence };
}

/** What a registry's answer to a push means; an address may hold any word. */
export function classifyPush(message: string): Cause | undefined {
	const text = message.replace(/https?:\/\/[^\s"]+?(?=:?(?:[\s"]|$))/g, "URL");
	return find(["registry"], text)?.cause;
}

function find(
	sources: Reporter[],
	text: string,
): { cause: Cause; index: number } | undefined {
	for (const { pattern, ...entry } of catalogue) {
		if (!entry.from.some((source) => sources.includes(source))) continue;
		const match = pattern.exec(text);
		if (match) return { cause: fill(entry, match.groups), index: match.index };
	}
	return undefined;
}

function fill(entry: Omit<Entry, "pattern">, groups?: Groups): Cause {
	return {
		...entry,
		grace: entry.grace ?? 0,
		sentence: fillIn(entry.sentence, groups),
		next: fillIn(entry.next, groups),
	};
}

type Groups = Record<string, string>;

/** Words of Kubernetes as they read in a sentence. */
const words: Groups = {
	configmap: "ConfigMap",
	secret: "Secret",
	Readiness: "readiness",
	Startup: "startup",
	Liveness: "liveness",
};

/** A sentence with the groups of a pattern in place of their names. */
function fillIn(template: string, groups: Groups = {}): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const word = groups[name] ?? "";
		return words[word] ?? word;
	});
}
