import { Failure } from "../failures/failure.js";
import { appLabel } from "../input/app-name.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import type { Call } from "../kubectl/script.js";
import { findKind } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import { findCrashes, lastLines, withCrashLogs } from "./crash-logs.js";
import {
	appRequest,
	eventsRequest,
	parseEvents,
	parseItems,
	snapshotRequest,
} from "./requests.js";

/** What a poll of the cluster brings: the live objects of an app and all around them. */
export type Snapshot = KubeObject[];

const mostCrashes = 3;

/** Reads a snapshot, with the events about the objects that are named. */
export type SnapshotReader = (involved?: KubeObject[]) => Promise<Snapshot>;

/**
 * Reads every object of the app and all that belongs to them, in one request however many there are; of a container that
 * crashes, the end of its log too, once.
 */
export function snapshotReader(
	cluster: Cluster,
	objects: KubeObject[],
): SnapshotReader {
	const logs = new Map<string, string>();
	return async (involved = []) => {
		const [live = "", ...events] = await read(cluster, [
			snapshotRequest(objects),
			...involved.map((object) => eventsRequest(cluster.namespace, object)),
		]);
		const snapshot = [...parseItems(live), ...events.flatMap(parseEvents)];
		const unread = findCrashes(snapshot)
			.filter(({ key }) => !logs.has(key))
			.slice(0, mostCrashes);
		const calls = unread.map(({ call }) => call);
		const answers =
			calls.length > 0 ? await cluster.run(calls, { parallel: true }) : [];
		for (const [index, { key }] of unread.entries())
			logs.set(key, lastLines(answers[index]?.stdout ?? ""));
		return withCrashLogs(snapshot, logs);
	};
}

/** Reads all that an app has in a namespace, of the kinds of some objects. */
export async function readApp(
	cluster: Cluster,
	app: string,
	objects: KubeObject[],
): Promise<Snapshot> {
	const [live = ""] = await read(cluster, [appRequest(app, objects)]);
	const snapshot = parseItems(live);
	if (topLevel(snapshot).length === 0)
		throw new Failure(
			`nothing of ${app} runs in namespace ${cluster.namespace}: no object there has the label ${appLabel}=${app}, which deploy gives to all that it applies`,
		);
	return snapshot;
}

/** The events about some objects. */
export async function readEvents(
	cluster: Cluster,
	involved: KubeObject[],
): Promise<KubeObject[]> {
	if (involved.length === 0) return [];
	const calls = involved.map((one) => eventsRequest(cluster.namespace, one));
	return (await read(cluster, calls)).flatMap(parseEvents);
}

/** The objects that somebody applied, not those that a controller made of them. */
export function topLevel(snapshot: Snapshot): KubeObject[] {
	return snapshot.filter(
		(object) =>
			findKind(object).hasStatus && !object.metadata.ownerReferences?.length,
	);
}

async function read(cluster: Cluster, calls: Call[]): Promise<string[]> {
	const answers = await cluster.run(calls, { parallel: true });
	return stdoutOrThrow("the cluster cannot be read", answers);
}
