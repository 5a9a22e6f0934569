import type { Entry } from "./cause.js";

/** A place to run: nodes, networks, volumes. */
export const placement: Entry[] = [
	{
		name: "scheduling-gated",
		from: ["scheduler"],
		// Set by the API server when the Pod is created: pkg/registry/core/pod/strategy.go
		pattern: /^SchedulingGated\b/,
		class: "pending",
		retriedBy: "scheduler",
		sentence: "waits until its scheduling gates are taken away",
		next: "find out who takes them away: `schedulingGates` in the manifest",
	},
	{
		name: "scaling-up",
		from: ["controller"],
		// cluster-autoscaler processors/status/eventing_scale_up_processor.go,
		// Karpenter pkg/controllers/provisioning/scheduling/events.go
		pattern: /^(?:TriggeredScaleUp|Nominated)\b/,
		class: "pending",
		retriedBy: "controller",
		sentence: "waits for a new node",
		next: "wait: the cluster adds one by itself",
	},
	{
		name: "network-not-ready",
		from: ["kubelet", "controller"],
		// The kubelet: pkg/kubelet/events/event.go, pkg/kubelet/lifecycle/predicate.go; controllers:
		// pkg/controller/util/node/controller_utils.go, pkg/controller/tainteviction/taint_eviction.go
		pattern:
			/^(?:NetworkNotReady|NodeNotReady|NodeAffinity|TaintManagerEviction)\b/,
		class: "pending",
		retriedBy: "kubelet",
		sentence: "waits for its node",
		next: "check the node and its network: kubectl get nodes",
	},
	{
		name: "preempting",
		from: ["scheduler"],
		// Slipway's own word, where the scheduler has nominated a node: ../health/pod-problems.ts
		pattern: /^NodeNominated\b/,
		class: "pending",
		retriedBy: "scheduler",
		sentence: "waits for Pods of lower priority to end",
		next: "wait: the scheduler has ended them to make room",
	},
	{
		name: "claim-unbound",
		from: ["scheduler"],
		// pkg/scheduler/framework/plugins/volumebinding/volume_binding.go
		pattern: /^Unschedulable\b.*unbound immediate PersistentVolumeClaims/s,
		class: "transient",
		retriedBy: "scheduler",
		grace: 60,
		sentence: "waits for a PersistentVolumeClaim that is not bound",
		next: "check the claim's storage class: kubectl get persistentvolumeclaims,storageclasses",
	},
	{
		name: "unschedulable",
		from: ["scheduler"],
		// pkg/scheduler/schedule_one.go
		pattern: /^Unschedulable\b/,
		class: "transient",
		retriedBy: "scheduler",
		grace: 60,
		fixedByOthers: true,
		sentence: "fits on no node",
		next: "read the scheduler's words above; lower `resources.requests`, correct the node selector, or add a node",
	},
	{
		name: "claim-pending",
		from: ["controller"],
		// pkg/controller/volume/events/event.go, sig-storage-lib-external-provisioner controller/controller.go
		pattern: /^(?:ProvisioningFailed|FailedBinding)\b/,
		class: "transient",
		retriedBy: "controller",
		grace: 60,
		sentence: "gets no volume",
		next: "check `storageClassName` and size: kubectl get storageclasses,persistentvolumes",
	},
	{
		name: "no-pods",
		from: ["controller"],
		// Slipway's own words: ../health/service.ts
		pattern: /^NoPods: no Pod has the labels (?<labels>\S+)/,
		class: "transient",
		retriedBy: "controller",
		grace: 30,
		sentence: "selects no Pod",
		next: "give the Pods the labels {labels}, or correct `selector`",
	},
	{
		name: "port-missing",
		from: ["controller"],
		// Slipway's own words: ../health/service.ts
		pattern: /^NoPort: no Pod has the port (?<port>\S+)/,
		class: "transient",
		retriedBy: "controller",
		grace: 30,
		sentence: "sends requests to the port {port}, which no Pod has",
		next: "name the port {port} under `ports:` of a container, or correct `targetPort`",
	},
	{
		name: "autoscaler-target",
		from: ["controller"],
		// pkg/controller/podautoscaler/horizontal.go
		pattern:
			/^FailedGetScale\b.*(?:: (?<target>\S+ "[^"]+") not found|no matches for kind "(?<kind>[^"]+)")/s,
		class: "transient",
		retriedBy: "controller",
		grace: 30,
		sentence: "scales {target}{kind}, which does not exist",
		next: "correct `scaleTargetRef`",
	},
	{
		name: "autoscaler-metrics",
		from: ["controller"],
		// pkg/controller/podautoscaler/horizontal.go
		pattern: /^(?:FailedGet\w*Metric|FailedComputeMetricsReplicas)\b/,
		class: "pending",
		retriedBy: "controller",
		sentence: "cannot read its metrics",
		next: "check that metrics-server runs: kubectl top pods; and that each container has `resources.requests`",
	},
	{
		name: "load-balancer",
		from: ["controller"],
		// k8s.io/cloud-provider controllers/service/controller.go
		pattern: /^SyncLoadBalancerFailed\b/,
		class: "transient",
		retriedBy: "controller",
		grace: 120,
		sentence: "gets no load balancer",
		next: "read the cloud's words above; check the quota of the account and the Service's annotations",
	},
];
