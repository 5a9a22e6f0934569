import type { KubeObject } from "../manifests/objects.js";

/** An event about another object, core/v1. */
export type Event = KubeObject & {
	involvedObject: {
		kind: string;
		name: string;
		uid?: string;
		fieldPath?: string;
	};
	reason: string;
	message: string;
	type: string;
	eventTime?: string | null;
	lastTimestamp?: string | null;
	series?: { lastObservedTime?: string };
};

/** What Kubernetes puts in front when it counts several events as one. */
const combined = "(combined from similar events): ";

/** When an event was last seen, in milliseconds. */
export function timeOf(event: Event): number {
	return Date.parse(
		event.series?.lastObservedTime ??
			event.lastTimestamp ??
			event.eventTime ??
			event.metadata.creationTimestamp ??
			"",
	);
}

/** The events about an object, the newest first. */
export function eventsOf(object: KubeObject, others: KubeObject[]): Event[] {
	return others
		.filter((other): other is Event => other.kind === "Event")
		.filter(({ involvedObject: { kind, name, uid } }) =>
			uid && object.metadata.uid
				? uid === object.metadata.uid
				: kind === object.kind && name === object.metadata.name,
		)
		.map((event) => ({
			...event,
			message: event.message.replace(combined, ""),
		}))
		.sort((a, b) => timeOf(b) - timeOf(a));
}

/** The container that a pod's event is about, if it is about one. */
export function containerIn({ involvedObject }: Event): string | undefined {
	return /\{(.+)\}$/.exec(involvedObject.fieldPath ?? "")?.[1];
}

/** Those of a pod's events that are about one container, since it started if that is known. */
export function sinceStart(
	events: Event[],
	name: string,
	start = new Date(0).toISOString(),
): Event[] {
	return events.filter(
		(event) =>
			containerIn(event) === name && timeOf(event) >= Date.parse(start),
	);
}
