import type { KubeObject } from "../objects.js";

/** What a rule says of an object: waiting names have → want, failed names the cause. */
export type State = {
	phase: "waiting" | "ready" | "failed";
	message: string;
};

/** All that a rule may look at besides the object itself. */
export type Surroundings = {
	/** The objects of the namespace that the object may own: pods, replica sets, endpoint slices. */
	others: KubeObject[];
	/** The digest that containers of the app must run, `sha256:…`; other images are not compared. */
	digest?: string;
};

export type Rule = (object: KubeObject, surroundings: Surroundings) => State;

export const ready = (message: string): State => ({ phase: "ready", message });
export const waiting = (message: string): State => ({
	phase: "waiting",
	message,
});
export const failed = (message: string): State => ({
	phase: "failed",
	message,
});
