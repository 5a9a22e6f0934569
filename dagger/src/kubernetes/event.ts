import type { Event as CoreEvent } from "kubernetes-types/core/v1.js";
import type { KubeObject } from "./object.js";

/** An event about another object. A cluster may leave out its message. */
export type Event = KubeObject &
	Pick<
		CoreEvent,
		"involvedObject" | "type" | "eventTime" | "lastTimestamp" | "series"
	> & { reason: string; message: string };

/** What Kubernetes puts in front when it counts several events as one: client-go, tools/record/events_cache.go. */
const combined = "(combined from similar events): ";

/** When an event was last seen, in milliseconds. */
export function eventTime(event: Event): number {
	return Date.parse(
		event.series?.lastObservedTime ??
			event.lastTimestamp ??
			event.eventTime ??
			event.metadata.creationTimestamp ??
			"",
	);
}

/** The events about an object, the newest first. */
export function findEvents(object: KubeObject, others: KubeObject[]): Event[] {
	return others
		.filter((other): other is Event => other.kind === "Event")
		.filter(({ involvedObject: { kind, name, uid } }) =>
			uid && object.metadata.uid
				? uid === object.metadata.uid
				: kind === object.kind && name === object.metadata.name,
		)
		.map((event) => ({
			...event,
			reason: event.reason ?? "",
			message: (event.message ?? "").replace(combined, ""),
		}))
		.sort((a, b) => eventTime(b) - eventTime(a));
}

/** The container that a Pod's event is about, if it is about one. */
export function findContainerName({
	involvedObject,
}: Event): string | undefined {
	return /\{(.+)\}$/.exec(involvedObject.fieldPath ?? "")?.[1];
}

/** Those of a Pod's events that are about one container, since it started if that is known. */
export function sinceStart(
	events: Event[],
	name: string,
	start = new Date(0).toISOString(),
): Event[] {
	return events.filter(
		(event) =>
			findContainerName(event) === name &&
			eventTime(event) >= Date.parse(start),
	);
}
