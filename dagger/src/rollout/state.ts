import type { Failure } from "../failures/index.js";
import type { KubeObject } from "../manifests/objects.js";

/** What stands in the way of one object, as Kubernetes says it and as the catalogue of failures knows it. */
export type Problem = {
	/** Where it is: `Pod flask-app`. */
	object: string;
	container?: string;
	/** The facts in short: `CrashLoopBackOff, 3 restarts, exit code 1`. */
	facts: string;
	/** What Kubernetes says. */
	message: string;
	failure: Failure;
};

/** What a rule says of an object: waiting names have → want, failed names the cause. */
export type State = {
	phase: "waiting" | "ready" | "failed";
	message: string;
	/** Why it failed, or will fail when this lasts longer than its grace. */
	problem?: Problem;
	/** Ready since this time, and only for having started: no probe says that it works. */
	unproved?: string;
};

/** All that a rule may look at besides the object itself. */
export type Surroundings = {
	/** Objects of the namespace: pods, replica sets, endpoint slices, events, workloads. */
	others: KubeObject[];
	/** The digest that containers of the app must run, `sha256:…`; other images are not compared. */
	digest?: string;
};

export type Rule = (object: KubeObject, surroundings: Surroundings) => State;

export const ready = (message: string, unproved?: string): State => ({
	phase: "ready",
	message,
	...(unproved && { unproved }),
});
export const waiting = (message: string): State => ({
	phase: "waiting",
	message,
});
export const failed = (message: string): State => ({
	phase: "failed",
	message,
});
