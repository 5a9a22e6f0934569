import type { Entry } from "./cause.js";

/**
 * What a registry answers when a push fails, as containerd's client words it: core/remotes/docker/pusher.go,
 * authorizer.go and errdesc.go, core/remotes/errors/errors.go. Where there is no answer, the words are those of Go's
 * net, net/http, crypto/x509 and syscall packages.
 */
export const registry: Entry[] = [
	{
		name: "push-rate-limit",
		from: ["registry"],
		pattern: /: 429\b|toomanyrequests|too many requests/i,
		class: "transient",
		retriedBy: "slipway",
		grace: 15,
		sentence: "the registry limits the rate of requests",
		next: "wait some minutes, or log in with an account that has a higher limit",
	},
	{
		name: "push-broken",
		from: ["registry"],
		pattern:
			/: 5\d\d\b|\bEOF\b|connection reset|broken pipe|i\/o timeout|TLS handshake timeout/,
		class: "transient",
		retriedBy: "slipway",
		grace: 15,
		sentence: "the registry did not answer properly",
		next: "run it again; if it stays so, look at the registry's status page",
	},
	{
		name: "push-denied",
		from: ["registry"],
		pattern: /insufficient[_ ]scope|denied|forbidden|: 403\b/i,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the account may not push to this repository",
		next: "check --username and --image-name, and that the token may write",
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
			/no such host|connection refused|no route to host|network is unreachable/i,
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
];
