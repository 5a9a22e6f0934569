import type { Commit } from "../input/commit.js";
import { appLabel } from "../manifests/manifests.js";
import type { KubeObject } from "../manifests/objects.js";
import type { Call } from "./kubectl.js";

/** Who deploys an app just now, and the commit that was deployed last: others read it before they write. */
export type Lease = KubeObject & {
	spec: {
		holderIdentity?: string;
		acquireTime?: string;
		renewTime?: string;
		leaseDurationSeconds?: number;
	};
};

/** How long a Lease that nobody renews keeps others out. */
export const leaseSeconds = 30;
/** How old a Lease may get before its holder renews it. */
export const renewalSeconds = 8;
/** How far two clocks may be apart. */
const skew = 30;

const resource = "lease.coordination.k8s.io";
const nameFor = (app: string) => `slipway-${app}`;
const commitKey = "slipway/commit";
const timeKey = "slipway/commit-time";

/** How kubectl reads who deploys an app. */
export function readLease(app: string): Call {
	return ["get", resource, nameFor(app), "--ignore-not-found", "-o", "json"];
}

export function leaseIn(json: string): Lease | undefined {
	return json.trim() === "" ? undefined : (JSON.parse(json) as Lease);
}

/**
 * Whether a Lease is somebody's: not when it was given back, nor when it was not renewed for its duration, by the clock of
 * the one who looks, or for longer than clocks differ, by its own time.
 */
export function isHeld(
	lease: Lease | undefined,
	now: number,
	seenFor: number,
): boolean {
	const { holderIdentity, renewTime = "", ...spec } = lease?.spec ?? {};
	if (!holderIdentity) return false;
	const duration = spec.leaseDurationSeconds ?? leaseSeconds;
	const age = now - Date.parse(renewTime) / 1000;
	return seenFor < duration && !(age > duration + skew);
}

export function commitIn({ metadata }: KubeObject): Commit | undefined {
	const { [commitKey]: id, [timeKey]: time } = metadata.annotations ?? {};
	return id && time ? { id, time } : undefined;
}

/** The call that takes a Lease as it was seen: it fails if anybody else was quicker. */
export function take(
	app: string,
	holder: string,
	lease: Lease | undefined,
	now: number,
): [Call[], { stdin?: string }] {
	if (lease) return [[patch(lease, taken(holder, now))], {}];
	const metadata = { name: nameFor(app), labels: { [appLabel]: app } };
	const fresh = {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata,
		...taken(holder, now),
	};
	return [
		[["create", "--filename=-", "--output=json"]],
		{ stdin: JSON.stringify(fresh) },
	];
}

/** The version makes it a write of who has read it last. */
export function patch({ metadata }: Lease, change: object, notes = {}): Call {
	const { name, resourceVersion } = metadata;
	const body = { metadata: { resourceVersion, annotations: notes }, ...change };
	return [
		"patch",
		resource,
		name,
		"--type=merge",
		`--patch=${JSON.stringify(body)}`,
		"--output=json",
	];
}

/** What a Lease says when it is taken, at a time in seconds. */
function taken(holder: string, now: number): Pick<Lease, "spec"> {
	const time = microTime(now);
	return {
		spec: {
			holderIdentity: holder,
			acquireTime: time,
			renewTime: time,
			leaseDurationSeconds: leaseSeconds,
		},
	};
}

/** What changes when the holder of a Lease shows that it is still there. */
export function renewed(now: number) {
	return { spec: { renewTime: microTime(now) } };
}

/** What changes when the holder has ended. */
export const givenBack = { spec: { holderIdentity: "" } };

/** The annotations that name the commit; null takes them away. */
export function annotations(commit: Commit | undefined) {
	return {
		[commitKey]: commit?.id ?? null,
		[timeKey]: commit?.time ?? null,
	};
}

/** The holder of a Lease in words: `alice, since 2026-11-23T14:02:11Z`. */
export function holderText({ spec }: Lease): string {
	const { holderIdentity = "", acquireTime = "" } = spec;
	return `${holderIdentity}, since ${acquireTime.replace(/\.\d+/, "")}`;
}

// A MicroTime has six digits.
function microTime(seconds: number): string {
	return new Date(seconds * 1000).toISOString().replace("Z", "000Z");
}
