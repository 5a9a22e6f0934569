import type { Entry } from "./cause.js";

/**
 * What a registry answers when a push fails, as containerd's client words it: core/remotes/docker/pusher.go,
 * authorizer.go and errdesc.go, core/remotes/errors/errors.go. It prints the registry's own sentence, and of most codes no
 * more than "unknown". Where there is no answer, the words are those of Go's net, net/http, crypto/x509 and syscall
 * packages.
 */
export const registry: Entry[] = [
	{
		name: "push-rate-limit",
		from: ["registry"],
		pattern: /: 429\b|toomanyrequests|too many requests|rate limit/i,
		class: "transient",
		retriedBy: "slipway",
		// Limits are counted by the minute.
		grace: 90,
		sentence: "the registry limits the rate of requests",
		next: "wait some minutes, or log in with an account that has a higher limit",
	},
	{
		name: "push-quota",
		from: ["registry"],
		// Harbor, Quay, DigitalOcean; 507 Insufficient Storage.
		pattern:
			/quota|: 507\b|exceeds? the (?:configured upper |storage )?limit|, limit is \d/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the account's quota at the registry is used up",
		next: "delete images that nobody needs there, or have the quota raised",
	},
	{
		name: "push-server-error",
		from: ["registry"],
		pattern: /: (?<status>(?:5\d\d|408)(?: [A-Z][\w-]*)*)/,
		class: "transient",
		retriedBy: "slipway",
		grace: 15,
		sentence: "the registry answered {status}",
		next: "run it again; if it stays so, look at the registry's status page",
	},
	{
		name: "push-not-repeated",
		from: ["registry"],
		// The engine's client answers 5xx, 429 and 401 with the same request again, and Dagger 0.21 cannot read a layer or a
		// manifest twice: core/content/helpers.go of containerd. What the registry had said is lost.
		pattern: /short read: expected \d+ bytes but got 0/,
		class: "transient",
		retriedBy: "slipway",
		grace: 30,
		sentence: "the registry did not take what it was sent",
		next: "run it again; if it stays so, look at the registry's log and its status page: the engine does not tell why",
	},
	{
		name: "push-broken",
		from: ["registry"],
		pattern:
			/\bEOF\b|connection reset|broken pipe|closed pipe|closed network connection|GOAWAY|INTERNAL_ERROR/,
		class: "transient",
		retriedBy: "slipway",
		grace: 15,
		sentence: "the connection to the registry broke",
		next: "run it again; if it stays so, look at the network between the engine and the registry, proxies among them",
	},
	{
		name: "push-timeout",
		from: ["registry"],
		pattern:
			/i\/o timeout|TLS handshake timeout|timeout awaiting|Client\.Timeout/,
		class: "transient",
		retriedBy: "slipway",
		grace: 15,
		sentence: "the registry did not answer in time",
		next: "run it again; if it stays so, check that the engine's network reaches the registry, and its status page",
	},
	{
		name: "push-tag-immutable",
		from: ["registry"],
		pattern: /immutable/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the tag is there already, and this registry lets no tag change",
		next: "give another one with --tags, such as the commit's",
	},
	{
		name: "push-name-refused",
		from: ["registry"],
		pattern: /invalid repository name|name[_ ]invalid/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the registry refuses the image's name",
		next: "check --image-name: each registry has rules of its own, such as group/project in GitLab",
	},
	{
		name: "push-invalid",
		from: ["registry"],
		pattern:
			/(?:manifest|digest|size|blob upload)[_ ]invalid|did not match (?:uploaded )?content|unknown to registry|manifest unknown|: 415\b/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the registry does not accept the image's content",
		next: "see its message: an old registry may not know OCI images, and a proxy may change what goes through it",
	},
	{
		name: "push-repository-missing",
		from: ["registry"],
		// ECR; Harbor, which says it with 401 as well; whoever answers 404.
		pattern:
			/repository name not known|repository with name '[^']*' does not exist|project \S+ not found|: 404\b/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence:
			"the registry has no such repository, and a push does not make it",
		next: "check --image-name, or create it first: in ECR with aws ecr create-repository, in Harbor its project",
	},
	{
		name: "push-too-large",
		from: ["registry"],
		pattern: /: 413\b|(?:entity|payload|content) too large/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "a layer is too large for the registry, or for a proxy before it",
		next: "make the layers smaller, or raise the limit, such as nginx's client_max_body_size",
	},
	{
		name: "push-denied",
		stage: "repository",
		from: ["registry"],
		pattern: /insufficient[_ ]scope|denied|forbidden|: 403\b/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the account may not push to this repository",
		next: "check --username and --image-name, that the token may write, and on Docker Hub that the plan has private repositories left",
	},
	{
		name: "push-unauthorized",
		from: ["registry"],
		pattern:
			/unauthorized|: 401\b|incorrect username or password|no basic auth/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the registry refused the username or the password",
		next: "check --username and --password; on Docker Hub use an access token with write permission",
	},
	{
		name: "push-unreachable",
		from: ["registry"],
		pattern:
			/no such host|connection refused|no route to host|network is unreachable|cannot assign requested address/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the registry cannot be reached from the Dagger engine",
		next: "check --registry, and that the engine's network reaches it",
	},
	{
		name: "push-certificate",
		from: ["registry"],
		pattern: /server gave HTTP response to HTTPS client|x509|certificate/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the registry's TLS certificate is not accepted",
		next: "declare a plain-HTTP registry in the engine's engine.json, or add the certificate to the engine",
	},
	{
		name: "push-refused",
		from: ["registry"],
		pattern: /: (?<status>4\d\d(?: [A-Z][\w-]*)*)/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the registry refused it with {status}",
		next: "see its message, and what a proxy before it may have said",
	},
];
