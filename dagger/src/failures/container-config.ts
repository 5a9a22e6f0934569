import type { Entry } from "./cause.js";

/** What a container needs to be made: ConfigMaps, Secrets, keys, a user, volumes. */
export const containerConfig: Entry[] = [
	{
		name: "cache-not-synced",
		from: ["kubelet"],
		// pkg/kubelet/util/manager/watch_based_manager.go
		pattern: /failed to sync \w+ cache|object ".*" not registered/,
		class: "pending",
		retriedBy: "kubelet",
		sentence: "waits for the node to read its ConfigMaps and Secrets",
		next: "wait: the node retries by itself",
	},
	{
		name: "mount-object-missing",
		from: ["kubelet"],
		// A mount is retried, the last time within the grace after 31.5 s: its object may have been made after the Pod.
		// pkg/kubelet/events/event.go, pkg/kubelet/util/manager/watch_based_manager.go
		pattern:
			/^FailedMount\b.*(?<kind>configmap|secret) "(?<object>[^"]+)" not found/is,
		class: "transient",
		retriedBy: "kubelet",
		grace: 45,
		sentence: "mounts the {kind} {object}, which does not exist",
		next: "create the {kind} {object} in this namespace, or correct its name under `volumes:`",
	},
	{
		name: "mount-key-missing",
		from: ["kubelet"],
		// pkg/volume/configmap/configmap.go, pkg/volume/secret/secret.go
		pattern:
			/^FailedMount\b.*references non-existent (?:config|secret) key: (?<key>[^\s,]+)/s,
		class: "transient",
		retriedBy: "kubelet",
		grace: 45,
		sentence:
			"mounts the key {key}, which its ConfigMap or Secret does not have",
		next: "add the key {key}, or correct it under `volumes:`",
	},
	{
		name: "claim-missing",
		from: ["scheduler"],
		// pkg/scheduler/framework/plugins/volumebinding/volume_binding.go
		pattern: /persistentvolumeclaim "(?<claim>[^"]+)" not found/,
		class: "transient",
		retriedBy: "scheduler",
		grace: 30,
		sentence: "uses the PersistentVolumeClaim {claim}, which does not exist",
		next: "create the PersistentVolumeClaim {claim}, or correct its name under `volumes:`",
	},
	{
		name: "mount",
		from: ["kubelet", "controller"],
		// pkg/kubelet/events/event.go; FailedAttachVolume comes from the controller that attaches volumes:
		// pkg/controller/volume/attachdetach/reconciler/reconciler.go
		pattern: /^(?:FailedMount|FailedAttachVolume|FailedMapVolume)\b/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 120,
		sentence: "cannot mount a volume",
		next: "read the node's words above; another node may still hold the volume",
	},
	{
		name: "object-missing",
		from: ["kubelet"],
		// pkg/kubelet/kuberuntime/kuberuntime_container.go, pkg/kubelet/util/manager/watch_based_manager.go
		pattern:
			/^CreateContainerConfigError\b.*(?<kind>configmap|secret) "(?<object>[^"]+)" not found/is,
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "needs the {kind} {object}, which does not exist",
		next: "create the {kind} {object} in this namespace, or correct its name in the manifest",
	},
	{
		name: "key-missing",
		from: ["kubelet"],
		// pkg/kubelet/kubelet_pods.go
		pattern:
			/couldn't find key (?<key>\S+) in (?<kind>ConfigMap|Secret) (?:[^/\s]+\/)?(?<object>[^\s,]+)/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "needs the key {key}, which the {kind} {object} does not have",
		next: "add the key {key} to the {kind} {object}, or correct it in the manifest",
	},
	{
		name: "root-refused",
		from: ["kubelet"],
		// pkg/kubelet/kuberuntime/security_context_others.go
		pattern:
			/runAsNonRoot and image (?:will run as root|has non-numeric user)|container's runAsUser breaks non-root policy/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "would run as root, which its `runAsNonRoot: true` refuses",
		next: "end the Dockerfile with a numeric `USER`, or set `runAsUser` in the manifest",
	},
	{
		name: "container-config",
		from: ["kubelet"],
		// pkg/kubelet/kuberuntime/kuberuntime_container.go
		pattern: /^CreateContainerConfigError\b/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "has a container that cannot be configured",
		next: "read the node's words above, and correct the manifest",
	},
];
