import { kindKey } from "../kubernetes/kinds.js";
import { cronjob } from "./cronjob.js";
import { custom } from "./custom.js";
import { daemonset } from "./daemonset.js";
import { deletion } from "./deletion.js";
import { deployment } from "./deployment.js";
import type { Rule } from "./health.js";
import { horizontalpodautoscaler } from "./horizontalpodautoscaler.js";
import { ingress } from "./ingress.js";
import { job } from "./job.js";
import { persistentvolumeclaim } from "./persistentvolumeclaim.js";
import { pod } from "./pod.js";
import { replicaset } from "./replicaset.js";
import { rollout } from "./rollout.js";
import { service } from "./service.js";
import { statefulset } from "./statefulset.js";

/** The rule of each kind in kubernetes/kinds.ts that has a status. */
export const rules: Readonly<Record<string, Rule<never>>> = {
	"/Pod": pod,
	"/Service": service,
	"/PersistentVolumeClaim": persistentvolumeclaim,
	"apps/Deployment": deployment,
	"apps/StatefulSet": statefulset,
	"apps/DaemonSet": daemonset,
	"apps/ReplicaSet": replicaset,
	"argoproj.io/Rollout": rollout,
	"batch/Job": job,
	"batch/CronJob": cronjob,
	"networking.k8s.io/Ingress": ingress,
	"autoscaling/HorizontalPodAutoscaler": horizontalpodautoscaler,
};

/** Whether an object has become what its manifest asks for. */
export const checkHealth: Rule = (object, surroundings) => {
	if (object.metadata.deletionTimestamp) return deletion(object, surroundings);
	// The one cast: a rule gets objects of its own kind only.
	const rule = (rules[kindKey(object)] ?? custom) as Rule;
	return rule(object, surroundings);
};
