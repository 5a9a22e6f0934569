import type { Lease as CoordinationLease } from "kubernetes-types/coordination/v1.js";
import { appLabel, stateLabel } from "../input/app-name.js";
import type { KubectlOptions } from "../kubectl/cluster.js";
import { type Call, type Heartbeat, timeOfCall } from "../kubectl/script.js";
import type { KubeObject } from "../kubernetes/object.js";

/** Who deploys an app just now: others read it before they write. */
export type Lease = KubeObject & {
	spec: NonNullable<CoordinationLease["spec"]>;
};

/** How long a Lease that nobody renews keeps others out. */
export const leaseSeconds = 30;
/** How old a Lease may get before its holder renews it. */
export const renewalSeconds = 8;

export const leaseResource = "lease.coordination.k8s.io";
export const leaseName = (app: string) => `slipway-${app}`;

export function leaseRef(app: string): KubeObject {
	const apiVersion = "coordination.k8s.io/v1";
	return { apiVersion, kind: "Lease", metadata: { name: leaseName(app) } };
}

export function readRequest(name: string): Call {
	return ["get", leaseResource, name, "--ignore-not-found", "-o", "json"];
}

export function parseLease(json: string): Lease | undefined {
	return json.trim() === "" ? undefined : (JSON.parse(json) as Lease);
}

/**
 * Held unless it was released, or not renewed for its duration, by our own clock since we first saw it so: the clock of its
 * holder may be any.
 */
export function isHeld(lease: Lease | undefined, seenFor: number): boolean {
	const { holderIdentity, leaseDurationSeconds } = lease?.spec ?? {};
	return !!holderIdentity && seenFor < (leaseDurationSeconds ?? leaseSeconds);
}

/** Acquires a Lease as it was seen: the request fails if anybody else was quicker. */
export function acquireRequest(
	app: string,
	holder: string,
	lease: Lease | undefined,
	now: number,
): [Call[], KubectlOptions] {
	const time = formatMicroTime(now);
	const spec = {
		holderIdentity: holder,
		acquireTime: time,
		renewTime: time,
		leaseDurationSeconds: leaseSeconds,
	};
	const labels = { [appLabel]: app, [stateLabel]: app };
	if (lease) return [[patchRequest(lease, { spec }, labels)], {}];
	const { metadata, ...kind } = leaseRef(app);
	const fresh = { ...kind, metadata: { ...metadata, labels }, spec };
	return [
		[["create", "--filename=-", "--output=json"]],
		{ stdin: JSON.stringify(fresh) },
	];
}

/** Shows that the holder of a Lease is still there. */
export function renewRequest(lease: Lease, now: number): Call {
	return patchRequest(lease, { spec: { renewTime: formatMicroTime(now) } });
}

/** The same again and again, as long as a conversation lasts and the holder is the same. */
export function renewals({ metadata, spec }: Lease): Heartbeat {
	const { holderIdentity: value } = spec;
	const patch = [
		{ op: "test", path: "/spec/holderIdentity", value },
		{ op: "replace", path: "/spec/renewTime", value: timeOfCall },
	];
	const flags = ["--type=json", `--patch=${JSON.stringify(patch)}`];
	return {
		call: ["patch", leaseResource, metadata.name, ...flags],
		seconds: renewalSeconds,
	};
}

/** Lets others acquire the Lease. */
export function releaseRequest(lease: Lease): Call {
	return patchRequest(lease, { spec: { holderIdentity: "" } });
}

// The resourceVersion makes this a compare-and-swap.
function patchRequest(
	{ metadata }: Lease,
	change: object,
	labels?: Record<string, string>,
): Call {
	const { name, resourceVersion } = metadata;
	const body = { metadata: { resourceVersion, labels }, ...change };
	return [
		"patch",
		leaseResource,
		name,
		"--type=merge",
		`--patch=${JSON.stringify(body)}`,
		"--output=json",
	];
}

/** The holder of a Lease in words: `alice, since 2026-11-23T14:02:11Z`. */
export function formatHolder({ spec }: Lease): string {
	const { holderIdentity = "", acquireTime } = spec;
	return `${holderIdentity}, since ${formatMoment(acquireTime)}`;
}

/** A time of a Lease, to the second. */
export function formatMoment(time = ""): string {
	return time.replace(/\.\d+/, "");
}

// A MicroTime has six digits.
function formatMicroTime(seconds: number): string {
	return new Date(seconds * 1000).toISOString().replace("Z", "000Z");
}
