import type { KubeObject } from "../manifests/objects.js";
import { type Rule, ready } from "./state.js";

type CronJob = KubeObject & { spec: { schedule: string; suspend?: boolean } };

/** Ready as soon as it is there: when its jobs run is for its schedule. */
export const cronjob: Rule = (object) => {
	const { schedule, suspend } = (object as CronJob).spec;
	return ready(suspend ? "is suspended" : `runs at ${schedule}`);
};
