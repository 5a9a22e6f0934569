import type { Entry } from "./failure.js";

/** The image: its name, its registry, the way to it. */
export const pull: Entry[] = [
	{
		name: "image-name-invalid",
		pattern:
			/InvalidImageName|couldn't parse image (?:reference|name)|invalid reference format/,
		class: "never-heals",
		sentence: "has an image name that no registry can have",
		next: "correct `image:` in the manifest",
	},
	{
		name: "image-never-pulled",
		pattern: /ErrImageNeverPull/,
		class: "never-heals",
		sentence: "may not pull its image, and the node does not have it",
		next: "take `imagePullPolicy: Never` out of the manifest",
	},
	{
		name: "image-rate-limit",
		pattern: /toomanyrequests|429 Too Many Requests|pull rate limit/i,
		class: "slow",
		sentence: "waits for the registry, which limits the number of pulls",
		next: "log in to the registry, or wait until its limit is over",
	},
	{
		name: "image-platform",
		pattern:
			/no match for platform in manifest|no matching manifest for|no image found in (?:manifest list|image index) for architecture/,
		class: "never-heals",
		sentence: "cannot pull its image: it is not built for the node's platform",
		next: "build with `--platform` of the cluster's nodes",
	},
	{
		name: "image-denied",
		pattern:
			/^\w*Image\w*: .*(?:repository does not exist or may require|access to the resource is denied)/s,
		class: "never-heals",
		sentence:
			"cannot pull its image: the registry has no such repository, or the pull secret may not read it",
		next: "check the image's name, the registry's user name and password, and `imagePullSecrets` in the manifest",
	},
	{
		name: "image-unauthorized",
		pattern:
			/^\w*Image\w*: .*(?:unauthorized|forbidden|denied|authentication required|no basic auth credentials|authorization failed)/is,
		class: "never-heals",
		sentence: "cannot pull its image: the registry refuses the pull secret",
		next: "check the registry's user name and password, and `imagePullSecrets` in the manifest",
	},
	{
		name: "registry-plain-http",
		pattern: /server gave HTTP response to HTTPS client/,
		class: "never-heals",
		sentence: "cannot pull its image: the registry speaks HTTP, not HTTPS",
		next: "declare the registry as insecure in the node's container runtime",
	},
	{
		name: "registry-certificate",
		pattern: /^\w*Image\w*: .*x509: /s,
		class: "may-heal",
		grace: 30,
		sentence: "cannot pull its image: the node does not trust the registry",
		next: "install the registry's CA certificate on the nodes",
	},
	{
		name: "registry-unreachable",
		pattern:
			/^\w*Image\w*: .*(?:no such host|connection refused|connection reset|i\/o timeout|TLS handshake|deadline exceeded|no route to host|unreachable|server misbehaving|\bEOF\b|: 50\d )/s,
		class: "may-heal",
		grace: 60,
		sentence: "cannot pull its image: the node does not reach the registry",
		next: "check the registry's address, and the network between it and the nodes",
	},
	{
		name: "image-not-found",
		pattern: /^\w*Image\w*: .*(?:manifest unknown|name unknown|not found)/is,
		class: "never-heals",
		sentence: "cannot pull its image: the registry does not have it",
		next: "check the image's name, and that it was pushed to this registry",
	},
	{
		name: "image-pull",
		pattern:
			/^(?:\w*ImagePull\w*|ImageInspectError|RegistryUnavailable|SignatureValidationFailed): /,
		class: "may-heal",
		grace: 60,
		sentence: "cannot pull its image",
		next: "read the registry's answer above",
	},
];
