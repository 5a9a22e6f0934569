import type { Entry } from "./cause.js";

/** What the cluster refuses to take, said by the API server to kubectl or to a controller. */
export const admission: Entry[] = [
	{
		name: "quota",
		from: ["api-server", "controller"],
		// k8s.io/apiserver pkg/admission/plugin/resourcequota/controller.go
		pattern: /exceeded quota: (?<quota>[^,\s]+)/,
		class: "transient",
		retriedBy: "controller",
		grace: 30,
		fixedByOthers: true,
		sentence: "exceeds the namespace's quota {quota}",
		next: "lower `resources` or `replicas`, or have the quota raised: kubectl describe quota",
	},
	{
		name: "quota-unspecified",
		from: ["api-server", "controller"],
		// k8s.io/apiserver pkg/admission/plugin/resourcequota/controller.go, pkg/quota/v1/evaluator/core/pods.go
		pattern:
			/failed quota: (?<quota>[^:\s]+): must specify (?<resources>[\w./,-]+)/,
		class: "fatal",
		retriedBy: "nobody",
		sentence:
			"must specify {resources}: the namespace's quota {quota} asks for it",
		next: "set {resources} under `resources` of each container",
	},
	{
		name: "pod-security",
		from: ["api-server", "controller"],
		// k8s.io/pod-security-admission admission/admission.go
		pattern: /violates PodSecurity "(?<level>[^"]+)"/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "violates the namespace's Pod security level {level}",
		next: "set the `securityContext` fields that the refusal names",
	},
	{
		name: "refused",
		from: ["api-server", "controller"],
		// k8s.io/apiserver pkg/admission/plugin/webhook/errors/statuserror.go,
		// pkg/admission/plugin/policy/validating/dispatcher.go
		pattern:
			/admission webhook "(?<policy>[^"]+)".* denied the request|ValidatingAdmissionPolicy '(?<rule>[^']+)'.* denied request/s,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "is refused by the cluster's policy {policy}{rule}",
		next: "change what the refusal names, or ask who runs the cluster",
	},
	{
		name: "limit-range",
		from: ["api-server", "controller"],
		// plugin/pkg/admission/limitranger/admission.go
		pattern:
			/(?:maximum|minimum) (?<resource>\S+) usage per (?:Container|Pod) is/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "asks for more or less {resource} than the namespace allows",
		next: "adapt `resources` to the limits: kubectl describe limitrange",
	},
	{
		name: "account-missing",
		from: ["api-server", "controller"],
		// plugin/pkg/admission/serviceaccount/admission.go; a controller tries again after 20.5 and 41 s, and then after 82 s
		pattern: /serviceaccount "(?<account>[^"]+)" not found/i,
		class: "transient",
		retriedBy: "controller",
		grace: 60,
		sentence: "needs the ServiceAccount {account}, which does not exist",
		next: "create the ServiceAccount {account} in this namespace, or correct its name",
	},
	{
		name: "class-missing",
		from: ["api-server", "controller"],
		// plugin/pkg/admission/priority/admission.go, plugin/pkg/admission/runtimeclass/admission.go
		pattern:
			/(?<kind>PriorityClass|RuntimeClass)(?: with name)? "?(?<object>[\w.-]+)"? (?:was|not) found/,
		class: "transient",
		retriedBy: "controller",
		grace: 60,
		sentence: "needs the {kind} {object}, which does not exist",
		next: "correct the name of the {kind}, or ask who runs the cluster to make it",
	},
	{
		name: "immutable",
		from: ["api-server", "controller"],
		// k8s.io/apimachinery pkg/api/validation/objectmeta.go, for a Pod pkg/apis/core/validation/validation.go,
		// for a StatefulSet pkg/apis/apps/validation/validation.go
		pattern:
			/field is immutable|spec is immutable|may not (?:change fields other than|add or remove containers)|cannot change roleRef|updates to \w+ (?:spec for fields other than .* )?are forbidden/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "has a changed field that cannot change in place",
		next: "take the change back, or delete the object and deploy again: a StatefulSet with kubectl delete --cascade=orphan, which keeps its Pods",
	},
	{
		name: "forbidden",
		from: ["controller"],
		// k8s.io/apimachinery pkg/api/errors/errors.go,
		// k8s.io/apiserver pkg/endpoints/handlers/responsewriters/errors.go
		pattern:
			/is forbidden: User "(?<user>[^"]+)" cannot (?<verb>\w+) resource "(?<resource>[^"]+)"/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "is refused: {user} may not {verb} {resource}",
		next: "use another kubeconfig, or give {user} a Role that may {verb} {resource}",
	},
	{
		name: "webhook-unreachable",
		from: ["api-server", "controller"],
		// k8s.io/apiserver pkg/util/webhook/error.go
		pattern: /failed calling webhook "(?<webhook>[^"]+)"/,
		class: "transient",
		retriedBy: "controller",
		mayBeRepeated: true,
		grace: 120,
		sentence:
			"waits for the cluster's webhook {webhook}, which does not answer",
		next: "check the webhook's own Pods, or ask who runs the cluster",
	},
	{
		name: "creation",
		from: ["controller"],
		// pkg/controller/controller_utils.go, pkg/controller/statefulset/stateful_pod_control.go
		pattern: /^FailedCreate\b/,
		class: "transient",
		retriedBy: "controller",
		grace: 30,
		sentence: "cannot create its Pods",
		next: "read the cluster's words above",
	},
];
