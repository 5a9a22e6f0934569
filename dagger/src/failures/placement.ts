import type { Entry } from "./failure.js";

/** A place to run: nodes, networks, volumes. */
export const placement: Entry[] = [
	{
		name: "scheduling-gated",
		pattern: /SchedulingGated/,
		class: "slow",
		sentence: "waits until its scheduling gates are taken away",
		next: "find out who takes them away: `schedulingGates` in the manifest",
	},
	{
		name: "scaling-up",
		pattern: /TriggeredScaleUp|Nominated/,
		class: "slow",
		sentence: "waits for a new node",
		next: "wait: the cluster adds one by itself",
	},
	{
		name: "network-not-ready",
		pattern:
			/NetworkNotReady|FailedCreatePodSandBox|NodeNotReady|NodeAffinity|TaintManagerEviction/,
		class: "slow",
		sentence: "waits for its node",
		next: "check the node and its network: kubectl get nodes",
	},
	{
		name: "claim-unbound",
		pattern: /Unschedulable.*unbound immediate PersistentVolumeClaims/s,
		class: "may-heal",
		grace: 60,
		sentence: "waits for a PersistentVolumeClaim that is not bound",
		next: "check the claim's storage class: kubectl get persistentvolumeclaims,storageclasses",
	},
	{
		name: "unschedulable",
		pattern: /Unschedulable/,
		class: "may-heal",
		grace: 60,
		sentence: "fits on no node",
		next: "read the scheduler's words above; lower `resources.requests`, correct the node selector, or add a node",
	},
	{
		name: "claim-pending",
		pattern: /ProvisioningFailed|FailedBinding/,
		class: "may-heal",
		grace: 60,
		sentence: "gets no volume",
		next: "check `storageClassName` and size: kubectl get storageclasses,persistentvolumes",
	},
	{
		name: "no-pods",
		pattern: /NoPods: no Pod has the labels (?<labels>\S+)/,
		class: "may-heal",
		grace: 30,
		sentence: "selects no Pod",
		next: "give the Pods the labels {labels}, or correct `selector`",
	},
	{
		name: "autoscaler-target",
		pattern: /FailedGetScale.*: (?<target>\S+ "[^"]+") not found/s,
		class: "may-heal",
		grace: 15,
		sentence: "scales {target}, which does not exist",
		next: "correct `scaleTargetRef`",
	},
	{
		name: "autoscaler-metrics",
		pattern: /FailedGet\w*Metric|FailedComputeMetricsReplicas/,
		class: "may-heal",
		grace: 120,
		sentence: "cannot read its metrics",
		next: "check that metrics-server runs: kubectl top pods; and that each container has `resources.requests`",
	},
	{
		name: "load-balancer",
		pattern: /SyncLoadBalancerFailed/,
		class: "may-heal",
		grace: 120,
		sentence: "gets no load balancer",
		next: "read the cloud's words above; check the quota of the account and the Service's annotations",
	},
];
