import { isDeepStrictEqual } from "node:util";
import type { ApplyTimes } from "../cluster/apply-times.js";
import type { Cause } from "../failures/cause.js";
import { type Condition, findCondition } from "../kubernetes/condition.js";
import { findLiveObject, type KubeObject } from "../kubernetes/object.js";

/** What stands in the way of one object, as Kubernetes says it and as the catalogue of failures knows it. */
export type Problem = {
	/** Where it is: `Pod flask-app`. */
	object: string;
	container?: string;
	/** The facts in short: `CrashLoopBackOff, 3 restarts, exit code 1`. */
	facts: string;
	/** What Kubernetes says. */
	message: string;
	cause: Cause;
	/** How often the container has ended. */
	terminations?: number;
	/** All those ends came in the Pod's first minute. */
	terminatedEarly?: boolean;
};

/** What an object's health is made of, each for itself: its Pods, or the object. */
export type Part = {
	/** `Pod web-1` */
	name: string;
	isReady: boolean;
	/** Ready since then, and only for having started: no probe says that it works. */
	startedAt?: string;
	problems: Problem[];
};

/** What a rule says of an object: progressing names have → want, failed names the cause. */
export type Health = {
	status: "ready" | "progressing" | "failed";
	message: string;
	/** The worst problem of its parts: why it failed, or what it is waiting for. */
	problem?: Problem;
	parts?: Part[];
	/** Ready since its last container started, and only for having started: no probe says that it works. */
	startedAt?: string;
	/** For how many seconds since then at least, where its controller needs that to see a change. */
	minReadySeconds?: number;
};

/** All that a rule may look at besides the object itself. */
export type HealthContext = {
	/** Objects of the namespace: Pods, ReplicaSets, EndpointSlices, events, workloads. */
	others: KubeObject[];
	/** The same as they were before: what a status has said since then may be about an earlier rollout. */
	before?: KubeObject[];
	/** The names of all Pods of the app that were there since the wait began: `Pod web-1`. */
	formerPods?: ReadonlySet<string>;
	/** The digest that containers of the app must run, `sha256:…`; other images are not compared. */
	digest?: string;
	/** When we last changed what the release and its Pods are made of. */
	applyTimes?: ApplyTimes;
};

/** Whether a condition was the same before what is waited for. */
export function isFormer(
	object: KubeObject,
	{ type, reason, lastTransitionTime }: Condition,
	{ before = [] }: HealthContext,
): boolean {
	const was = findLiveObject(object, before);
	const former = was && findCondition(was, type);
	return (
		former !== undefined &&
		former.reason === reason &&
		former.lastTransitionTime === lastTransitionTime
	);
}

/** Whether the manifest of an object is what it was before. */
export function isUnchanged(
	object: KubeObject,
	{ before = [] }: HealthContext,
): boolean {
	const was = findLiveObject(object, before);
	return was !== undefined && isDeepStrictEqual(was.spec, object.spec);
}

export type Rule<Object extends KubeObject = KubeObject> = (
	object: Object,
	surroundings: HealthContext,
) => Health;

export const ready = (message: string, startedAt?: string): Health => ({
	status: "ready",
	message,
	...(startedAt && { startedAt }),
});
export const progressing = (message: string): Health => ({
	status: "progressing",
	message,
});
export const failed = (message: string): Health => ({
	status: "failed",
	message,
});
