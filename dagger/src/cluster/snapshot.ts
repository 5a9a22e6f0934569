import { appLabel } from "../manifests/manifests.js";
import type { KubeObject } from "../manifests/objects.js";
import { items, list, snapshot } from "./calls.js";
import { type Access, said } from "./cluster.js";
import { kinds, owners } from "./inventory.js";
import type { Call } from "./kubectl.js";
import { crashes, lastWords, withLastWords } from "./last-words.js";

/** What a poll of the cluster brings: the live objects of an app and all around them. */
export type Snapshot = KubeObject[];

const mostCrashes = 3;

/**
 * Reads every object of the app and all that belongs to them, in one call however many there are; of a container that
 * crashes, the end of its log too, once.
 */
export function reader(
	cluster: Access,
	objects: KubeObject[],
): () => Promise<Snapshot> {
	const heard = new Map<string, string>();
	return async () => {
		const found = await readWithEvents(cluster, snapshot(objects));
		const unheard = crashes(found)
			.filter(({ key }) => !heard.has(key))
			.slice(0, mostCrashes);
		const calls = unheard.map(({ call }) => call);
		const logs = calls.length > 0 ? await cluster.run(calls, {}, "&") : [];
		for (const [index, { key }] of unheard.entries())
			heard.set(key, lastWords(logs[index]?.stdout ?? ""));
		return withLastWords(found, heard);
	};
}

/** Reads all that an app has in a namespace, of whatever kind. */
export async function appIn(cluster: Access, app: string): Promise<Snapshot> {
	const found = await readWithEvents(cluster, list(kinds, app));
	if (owners(found).length === 0)
		throw new Error(
			`nothing of ${app} runs in namespace ${cluster.namespace}: no object there has the label ${appLabel}=${app}, which deploy gives to all that it applies`,
		);
	return found;
}

async function readWithEvents(cluster: Access, call: Call): Promise<Snapshot> {
	const events = ["get", "events", "--output=json"];
	const answers = await cluster.run([call, events], {}, "&");
	return said("the cluster cannot be read", answers).flatMap(items);
}
