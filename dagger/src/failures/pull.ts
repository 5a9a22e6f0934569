import type { Entry } from "./cause.js";

/** The image: its name, its registry, the way to it. */
export const pull: Entry[] = [
	{
		name: "image-name-invalid",
		from: ["kubelet"],
		// pkg/kubelet/images/types.go, pkg/util/parsers/parsers.go, github.com/distribution/reference reference.go
		pattern:
			/InvalidImageName|couldn't parse image (?:reference|name)|invalid reference format/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "has an image name that no registry can have",
		next: "correct `image:` in the manifest",
	},
	{
		name: "image-never-pulled",
		from: ["kubelet"],
		// pkg/kubelet/images/types.go
		pattern: /ErrImageNeverPull/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "may not pull its image, and the node does not have it",
		next: "take `imagePullPolicy: Never` out of the manifest",
	},
	{
		name: "image-rate-limit",
		from: ["kubelet"],
		// Docker Hub's words; containerd core/remotes/docker/errdesc.go, core/remotes/errors/errors.go
		pattern:
			/^(?:\w*Image\w*|RegistryUnavailable): .*(?:toomanyrequests|429 Too Many Requests|pull rate limit)/is,
		class: "pending",
		retriedBy: "kubelet",
		sentence: "waits for the registry, which limits the number of pulls",
		next: "log in to the registry, or wait until its limit is over",
	},
	{
		name: "image-platform",
		from: ["kubelet"],
		// containerd core/images/handlers.go, Docker daemon/containerd/image_pull.go,
		// CRI-O with containers/image internal/manifest/docker_schema2_list.go and oci_index.go
		pattern:
			/no match for platform in manifest|no matching manifest for|no image found in (?:manifest list|image index) for architecture/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "cannot pull its image: it is not built for the node's platform",
		next: "build with `--platforms` of the cluster's nodes",
	},
	{
		name: "image-layer",
		from: ["kubelet"],
		// containerd core/remotes/docker/httpreadseeker.go: its address may have expired, and the next pull gets another
		pattern: /^\w*Image\w*: .*httpReadSeeker: failed open/s,
		class: "transient",
		retriedBy: "kubelet",
		grace: 120,
		sentence: "cannot pull its image: the registry does not give a layer of it",
		next: "check the registry's storage, and the way from the nodes to it",
	},
	{
		name: "image-denied",
		from: ["kubelet"],
		// containerd core/remotes/docker/resolver.go and errdesc.go, Docker daemon/containerd/image_pull.go
		pattern:
			/^\w*Image\w*: .*(?:repository does not exist or may require|access to the resource is denied)/s,
		class: "fatal",
		retriedBy: "nobody",
		fixedByLogin: true,
		sentence:
			"cannot pull its image: the registry has no such repository, or the pull secret may not read it",
		next: "check the image's name, the registry's username and password, and `imagePullSecrets` in the manifest",
	},
	{
		name: "image-unauthorized",
		from: ["kubelet"],
		// containerd core/remotes/docker/authorizer.go and errdesc.go, core/remotes/errors/errors.go,
		// CRI-O with containers/image docker/errors.go
		pattern:
			/^(?:\w*Image\w*|RegistryUnavailable): .*(?:unauthorized:|401 unauthorized|forbidden|denied:|authentication required|no basic auth credentials|authorization failed)/is,
		class: "fatal",
		retriedBy: "nobody",
		fixedByLogin: true,
		sentence: "cannot pull its image: the registry refuses the pull secret",
		next: "check the registry's username and password, and `imagePullSecrets` in the manifest",
	},
	{
		name: "registry-plain-http",
		from: ["kubelet"],
		// Go's net/http/client.go
		pattern: /^\w*Image\w*: .*server gave HTTP response to HTTPS client/s,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "cannot pull its image: the registry speaks HTTP, not HTTPS",
		next: "declare the registry as insecure in the node's container runtime",
	},
	{
		name: "registry-certificate",
		from: ["kubelet"],
		// Go's crypto/x509/verify.go
		pattern: /^(?:\w*Image\w*|RegistryUnavailable): .*x509: /s,
		class: "transient",
		retriedBy: "kubelet",
		grace: 30,
		sentence: "cannot pull its image: the node does not trust the registry",
		next: "install the registry's CA certificate on the nodes",
	},
	{
		name: "registry-unreachable",
		from: ["kubelet"],
		// Go's net, net/http and syscall packages; a status: containerd core/remotes/errors/errors.go
		pattern:
			/^(?:\w*Image\w*|RegistryUnavailable): .*(?:no such host|connection refused|connection reset|i\/o timeout|TLS handshake|deadline exceeded|no route to host|unreachable|server misbehaving|\bEOF\b|: 50\d )/s,
		class: "transient",
		retriedBy: "kubelet",
		grace: 120,
		sentence: "cannot pull its image: the node does not reach the registry",
		next: "check the registry's address, and the network between it and the nodes",
	},
	{
		name: "image-not-found",
		from: ["kubelet"],
		// containerd core/remotes/docker/resolver.go; the registry's words: distribution registry/api/v2/errors.go
		pattern: /^\w*Image\w*: .*(?:manifest unknown|name unknown|not found)/is,
		class: "transient",
		retriedBy: "kubelet",
		grace: 60,
		sentence: "cannot pull its image: the registry does not have it",
		next: "check the image's name, and that it was pushed to this registry",
	},
	{
		name: "image-pull",
		from: ["kubelet"],
		// pkg/kubelet/images/types.go, k8s.io/cri-api pkg/errors/errors.go
		pattern:
			/^(?:\w*ImagePull\w*|ImageInspectError|RegistryUnavailable|SignatureValidationFailed)\b/,
		class: "transient",
		retriedBy: "kubelet",
		grace: 60,
		sentence: "cannot pull its image",
		next: "read the registry's answer above",
	},
];
