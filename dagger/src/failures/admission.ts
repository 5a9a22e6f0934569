import type { Entry } from "./failure.js";

/** What the cluster refuses to take, said by the API server to kubectl or to a controller. */
export const admission: Entry[] = [
	{
		name: "quota",
		pattern: /exceeded quota: (?<quota>[^,\s]+)/,
		class: "never-heals",
		sentence: "exceeds the namespace's quota {quota}",
		next: "lower `resources` or `replicas`, or have the quota raised: kubectl describe quota",
	},
	{
		name: "quota-unspecified",
		pattern:
			/failed quota: (?<quota>[^:\s]+): must specify (?<resources>[\w./,-]+)/,
		class: "never-heals",
		sentence:
			"must specify {resources}: the namespace's quota {quota} asks for it",
		next: "set {resources} under `resources` of each container",
	},
	{
		name: "pod-security",
		pattern: /violates PodSecurity "(?<level>[^"]+)"/,
		class: "never-heals",
		sentence: "violates the namespace's Pod security level {level}",
		next: "set the `securityContext` fields that the refusal names",
	},
	{
		name: "webhook-unreachable",
		pattern: /failed calling webhook "(?<webhook>[^"]+)"/,
		class: "may-heal",
		grace: 30,
		sentence:
			"waits for the cluster's webhook {webhook}, which does not answer",
		next: "check the webhook's own Pods, or ask who runs the cluster",
	},
	{
		name: "refused",
		pattern:
			/admission webhook "(?<policy>[^"]+)".* denied the request|ValidatingAdmissionPolicy '(?<rule>[^']+)'.* denied request/s,
		class: "never-heals",
		sentence: "is refused by the cluster's policy {policy}{rule}",
		next: "change what the refusal names, or ask who runs the cluster",
	},
	{
		name: "limit-range",
		pattern:
			/(?:maximum|minimum) (?<resource>\S+) usage per (?:Container|Pod) is/,
		class: "never-heals",
		sentence: "asks for more or less {resource} than the namespace allows",
		next: "adapt `resources` to the limits: kubectl describe limitrange",
	},
	{
		name: "account-missing",
		pattern: /serviceaccount "(?<account>[^"]+)" not found/i,
		class: "never-heals",
		sentence: "needs the ServiceAccount {account}, which does not exist",
		next: "create the ServiceAccount {account} in this namespace, or correct its name",
	},
	{
		name: "class-missing",
		pattern:
			/(?<kind>PriorityClass|RuntimeClass)(?: with name)? "?(?<object>[\w.-]+)"? (?:was|not) found/,
		class: "never-heals",
		sentence: "needs the {kind} {object}, which does not exist",
		next: "correct the name of the {kind}, or ask who runs the cluster to make it",
	},
	{
		name: "immutable",
		pattern:
			/field is immutable|may not change fields other than|updates to \w+ spec for fields other than .* are forbidden/,
		class: "never-heals",
		sentence: "has a changed field that cannot change in place",
		next: "delete the object and deploy again, or take the change back",
	},
	{
		name: "forbidden",
		pattern:
			/is forbidden: User "(?<user>[^"]+)" cannot (?<verb>\w+) resource "(?<resource>[^"]+)"/,
		class: "never-heals",
		sentence: "is refused: {user} may not {verb} {resource}",
		next: "use another kubeconfig, or give {user} a Role that may {verb} {resource}",
	},
	{
		name: "creation",
		pattern: /FailedCreate: /,
		class: "may-heal",
		grace: 30,
		sentence: "cannot create its Pods",
		next: "read the cluster's words above",
	},
];
