import type { Entry } from "./failure.js";

/** What a container needs to be made: ConfigMaps, Secrets, keys, a user, volumes. */
export const config: Entry[] = [
	{
		name: "cache-not-synced",
		pattern: /failed to sync \w+ cache|object ".*" not registered/,
		class: "slow",
		sentence: "waits for the node to read its ConfigMaps and Secrets",
		next: "wait: the node retries by itself",
	},
	{
		name: "mount-object-missing",
		// A mount is retried, and its object may have been made after the Pod.
		pattern:
			/FailedMount.*(?<kind>configmap|secret) "(?<object>[^"]+)" not found/is,
		class: "may-heal",
		grace: 10,
		sentence: "mounts the {kind} {object}, which does not exist",
		next: "create the {kind} {object} in this namespace, or correct its name under `volumes:`",
	},
	{
		name: "mount-key-missing",
		pattern:
			/FailedMount.*references non-existent (?:config|secret) key: (?<key>[^\s,]+)/s,
		class: "may-heal",
		grace: 10,
		sentence:
			"mounts the key {key}, which its ConfigMap or Secret does not have",
		next: "add the key {key}, or correct it under `volumes:`",
	},
	{
		name: "claim-missing",
		pattern: /persistentvolumeclaim "(?<claim>[^"]+)" not found/,
		class: "may-heal",
		grace: 15,
		sentence: "uses the PersistentVolumeClaim {claim}, which does not exist",
		next: "create the PersistentVolumeClaim {claim}, or correct its name under `volumes:`",
	},
	{
		name: "mount",
		pattern: /FailedMount|FailedAttachVolume|FailedMapVolume/,
		class: "may-heal",
		grace: 120,
		sentence: "cannot mount a volume",
		next: "read the node's words above; another node may still hold the volume",
	},
	{
		name: "object-missing",
		pattern:
			/CreateContainerConfigError.*(?<kind>configmap|secret) "(?<object>[^"]+)" not found/is,
		class: "never-heals",
		sentence: "needs the {kind} {object}, which does not exist",
		next: "create the {kind} {object} in this namespace, or correct its name in the manifest",
	},
	{
		name: "key-missing",
		pattern:
			/couldn't find key (?<key>\S+) in (?<kind>ConfigMap|Secret) (?:[^/\s]+\/)?(?<object>[^\s,]+)/,
		class: "never-heals",
		sentence: "needs the key {key}, which the {kind} {object} does not have",
		next: "add the key {key} to the {kind} {object}, or correct it in the manifest",
	},
	{
		name: "root-refused",
		pattern:
			/runAsNonRoot and image (?:will run as root|has non-numeric user)|container's runAsUser breaks non-root policy/,
		class: "never-heals",
		sentence: "would run as root, which its `runAsNonRoot: true` refuses",
		next: "end the Dockerfile with a numeric `USER`, or set `runAsUser` in the manifest",
	},
	{
		name: "container-config",
		pattern: /CreateContainerConfigError/,
		class: "may-heal",
		grace: 15,
		sentence: "has a container that cannot be configured",
		next: "read the node's words above, and correct the manifest",
	},
];
