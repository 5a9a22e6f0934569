import { admission } from "./admission.js";
import { filled } from "./index.js";

/** A known cause: how it is recognised, what it means, what to do; `passing` ones are worth another try. */
export type Explanation = {
	pattern: RegExp;
	sentence: string;
	next: string;
	passing?: boolean;
};

/** What a registry says when a push fails. */
export const registryCauses: Explanation[] = [
	{
		pattern: /: 429\b|toomanyrequests|too many requests/i,
		sentence: "the registry limits the rate of requests",
		next: "wait some minutes, or log in with an account that has a higher limit",
		passing: true,
	},
	{
		pattern:
			/: 5\d\d\b|\bEOF\b|connection reset|broken pipe|i\/o timeout|TLS handshake timeout/,
		sentence: "the registry did not answer properly",
		next: "run it again; if it stays so, look at the registry's status page",
		passing: true,
	},
	{
		pattern: /insufficient[_ ]scope|denied|forbidden|: 403\b/i,
		sentence: "the account may not push to this repository",
		next: "check --username and --image-name, and that the token may write",
	},
	{
		pattern:
			/unauthorized|: 401\b|incorrect username or password|no basic auth/i,
		sentence: "the registry refused the username or the password",
		next: "check --username and --password; on Docker Hub use an access token with write permission",
	},
	{
		pattern:
			/no such host|connection refused|no route to host|network is unreachable/i,
		sentence: "the registry cannot be reached from the Dagger engine",
		next: "check --registry, and that the engine's network reaches it",
	},
	{
		pattern: /server gave HTTP response to HTTPS client|x509|certificate/i,
		sentence: "the registry's TLS certificate is not accepted",
		next: "declare a plain-HTTP registry in the engine's engine.json, or add the certificate to the engine",
	},
];

/** What kubectl says when it gets no further than the API server's door, or is refused there. */
export const clusterCauses: Explanation[] = [
	// First: a webhook that does not answer is no cluster that cannot be reached.
	...refusals(),
	{
		pattern: /exec: executable (\S+) not found|getting credentials: exec/,
		sentence:
			"the kubeconfig asks a program for its credentials, and the container has none",
		next: "make a kubeconfig with a service account's token: kubectl create token NAME",
	},
	{
		pattern:
			/context "[^"]*" does not exist|context was not found for specified context/,
		sentence: "the kubeconfig has no such context",
		next: "kubectl config get-contexts lists them; give one as --context",
	},
	{
		pattern: /localhost:8080/,
		sentence: "the kubeconfig names no cluster",
		next: "give one with a current-context, or name the context as --context",
	},
	{
		pattern:
			/(?:\/\/|server |dial tcp )(?:127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1\])(?::\d+|[/ ])/,
		sentence:
			"the kubeconfig's server is this machine itself, which a container cannot reach",
		next: "give a kubeconfig with the cluster's address on the network",
	},
	{
		pattern:
			/unable to read (client-cert|client-key|certificate-authority)|no such file or directory/,
		sentence: "the kubeconfig refers to files that are not in it",
		next: "make one that holds them: kubectl config view --flatten --minify",
	},
	{
		// kubectl asks for a user name then, and nobody answers.
		pattern: /^error: EOF$/m,
		sentence: "the kubeconfig has no credentials",
		next: "give its user a token or a client certificate; kubectl config view --flatten --minify keeps them",
	},
	{
		pattern: /must be logged in|Unauthorized|provide credentials/,
		sentence: "the cluster refused the kubeconfig's credentials",
		next: "they may have expired: make a new kubeconfig",
	},
	{
		pattern: /x509: |\btls: |root certificates/,
		sentence: "the cluster's TLS certificate is not accepted",
		next: "check certificate-authority-data and the server's name in the kubeconfig",
	},
	{
		pattern:
			/no such host|connection refused|was refused|no route to host|i\/o timeout|deadline exceeded|Client\.Timeout|network is unreachable|Unable to connect/,
		sentence: "the cluster cannot be reached from the Dagger engine",
		next: "check the server's address in the kubeconfig, VPN and firewall",
	},
	{
		pattern:
			/couldn't get current server API group list|invalid configuration|error loading config|yaml: /,
		sentence: "the kubeconfig is not one that kubectl can read",
		next: "try it: kubectl --kubeconfig=FILE get pods",
	},
	{
		pattern:
			/no matches for kind|the server could not find the requested resource/,
		sentence: "the cluster does not know a kind that the manifests use",
		next: "check apiVersion and kind, or install the custom resource's definition first",
	},
	{
		pattern: /conflicts? with "/,
		sentence: "another field manager owns fields that the manifests set",
		next: "take those fields out of the manifests, or take them over with --force-conflicts",
	},
	{
		pattern: /is forbidden: User|cannot \w+ resource/,
		sentence: "the kubeconfig's account lacks a permission",
		next: "grant its role the verb and the resource named above",
	},
];

/** What the API server does not take from a controller it does not take from kubectl, which names the object first. */
function refusals(): Explanation[] {
	const others = ["forbidden", "creation"];
	return admission
		.filter(({ name }) => !others.includes(name))
		.map(({ pattern, sentence, next }) => ({
			pattern: new RegExp(
				`(?:"(?<refused>[^"]+)" is (?:invalid|forbidden): .*?)?(?:${pattern.source})`,
				`s${pattern.flags.replace("s", "")}`,
			),
			sentence: `{refused} ${sentence}`,
			next,
		}));
}

export function explain(
	causes: Explanation[],
	message: string,
): Explanation | undefined {
	for (const { pattern, sentence, next, ...cause } of causes) {
		const match = pattern.exec(message);
		if (match)
			return {
				...cause,
				pattern,
				sentence: filled(sentence, match.groups).trim(),
				next: filled(next, match.groups),
			};
	}
	return undefined;
}

/** One failure as a person reads it: what, the cause in a sentence, the evidence, the next step. */
export function failureText(
	what: string,
	evidence: string,
	cause?: Explanation,
): string {
	const lines = [cause ? `${what}: ${cause.sentence}` : what];
	for (const line of said(evidence)) lines.push(`  said     ${line}`);
	if (cause) lines.push(`  next     ${cause.next}`);
	return lines.join("\n");
}

// kubectl repeats its client library's log lines (E1123 08:33:54 …) before the sentence that says the same, and tells
// those who type how conflicts are resolved.
const logged = /^[EWI]\d{4} /;
const lecture = /^Please review the fields above[\s\S]*?#conflicts$/gm;

/** How it begins and how it ends, where it is long. */
function said(evidence: string): string[] {
	const lines = evidence
		.replace(lecture, "")
		.split("\n")
		.filter((line) => line.trim() !== "");
	const plain = lines.filter((line) => !logged.test(line));
	const kept = plain.length > 0 ? plain : lines;
	return kept.length > 12
		? [...kept.slice(0, 4), "…", ...kept.slice(-8)]
		: kept;
}
