import type { CronJobSpec } from "kubernetes-types/batch/v1.js";
import type { Typed } from "../kubernetes/object.js";
import { type Rule, ready } from "./health.js";

/** Ready as soon as it is there: when its Jobs run is for its schedule. */
export const cronjob: Rule<Typed<CronJobSpec>> = ({ spec }) =>
	ready(spec.suspend ? "is suspended" : `runs at ${spec.schedule}`);
