import { cronjob } from "./cronjob.js";
import { custom } from "./custom.js";
import { daemonset } from "./daemonset.js";
import { deployment } from "./deployment.js";
import { horizontalpodautoscaler } from "./horizontalpodautoscaler.js";
import { ingress } from "./ingress.js";
import { job } from "./job.js";
import { persistentvolumeclaim } from "./persistentvolumeclaim.js";
import { pod } from "./pod.js";
import { replicaset } from "./replicaset.js";
import { service } from "./service.js";
import type { Rule } from "./state.js";
import { statefulset } from "./statefulset.js";

const rules: Record<string, Rule> = {
	"/Pod": pod,
	"/Service": service,
	"/PersistentVolumeClaim": persistentvolumeclaim,
	"apps/Deployment": deployment,
	"apps/StatefulSet": statefulset,
	"apps/DaemonSet": daemonset,
	"apps/ReplicaSet": replicaset,
	"batch/Job": job,
	"batch/CronJob": cronjob,
	"networking.k8s.io/Ingress": ingress,
	"autoscaling/HorizontalPodAutoscaler": horizontalpodautoscaler,
};

/** Whether an object has become what its manifest asks for. */
export const judge: Rule = (object, surroundings) => {
	const group = /^(.*)\//.exec(object.apiVersion)?.[1] ?? "";
	const rule = rules[`${group}/${object.kind}`] ?? custom;
	return rule(object, surroundings);
};

export type { Pod } from "./container.js";
export { problemsOf } from "./problems.js";
export type { Problem, Rule, State, Surroundings } from "./state.js";
