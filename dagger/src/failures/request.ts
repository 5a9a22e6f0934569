import type { Entry } from "./cause.js";

/** A request to the API server: what kubectl says when the server cannot be asked, or refuses whoever asks. */
export const request: Entry[] = [
	{
		name: "credential-plugin",
		stage: "kubeconfig",
		from: ["kubectl"],
		// k8s.io/client-go plugin/pkg/client/auth/exec/exec.go, rest/plugin.go
		pattern:
			/exec: executable (\S+) not found|getting credentials: exec|no Auth Provider found/,
		class: "fatal",
		retriedBy: "nobody",
		sentence:
			"the kubeconfig asks a program for its credentials, and the container has none",
		next: "let the program make the token here, with --token=cmd://PROGRAM, or take a service account's: kubectl create token NAME",
	},
	{
		name: "context-missing",
		stage: "kubeconfig",
		from: ["kubectl"],
		// k8s.io/client-go tools/clientcmd/client_config.go and validation.go
		pattern:
			/context "[^"]*" does not exist|context was not found for specified context/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the kubeconfig has no such context",
		next: "kubectl config get-contexts lists them; give one as --context",
	},
	{
		name: "kubeconfig-empty",
		stage: "kubeconfig",
		from: ["kubectl"],
		// k8s.io/client-go tools/clientcmd/client_config.go
		pattern: /localhost:8080/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the kubeconfig names no cluster",
		next: "give one with a current-context, or name the context as --context",
	},
	{
		name: "cluster-on-localhost",
		stage: "kubeconfig",
		from: ["kubectl"],
		// Go's net package, k8s.io/kubectl pkg/cmd/util/helpers.go
		pattern:
			/(?:\/\/|server |dial tcp )(?:127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1\])(?::\d+|[/ ])/,
		class: "fatal",
		retriedBy: "nobody",
		sentence:
			"the kubeconfig's server is this machine itself, which a container cannot reach",
		next: "let Dagger make a way to it, with the port of the cluster: --cluster=tcp://localhost:6443",
	},
	{
		name: "kubeconfig-files",
		stage: "kubeconfig",
		from: ["kubectl"],
		// k8s.io/client-go tools/clientcmd/validation.go
		pattern:
			/unable to read (client-cert|client-key|certificate-authority)|no such file or directory/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the kubeconfig refers to files that are not in it",
		next: "make one that holds them: kubectl config view --flatten --minify",
	},
	{
		name: "kubeconfig-anonymous",
		stage: "kubeconfig",
		from: ["kubectl"],
		// kubectl asks for a user name then, and nobody answers.
		// k8s.io/client-go tools/clientcmd/auth_loaders.go
		pattern: /^error: EOF$/m,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the kubeconfig has no credentials",
		next: "give its user a token or a client certificate; kubectl config view --flatten --minify keeps them",
	},
	{
		name: "credentials-refused",
		stage: "account",
		from: ["api-server"],
		// k8s.io/apiserver pkg/endpoints/filters/authentication.go, in the words of
		// k8s.io/kubectl pkg/cmd/util/helpers.go or k8s.io/apimachinery pkg/api/errors/errors.go
		pattern: /must be logged in|Unauthorized|provide credentials/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the cluster refused the kubeconfig's credentials",
		next: "they may have expired: make a new kubeconfig",
	},
	{
		name: "cluster-certificate",
		stage: "tls",
		from: ["kubectl"],
		// Go's crypto/x509 and crypto/tls packages, k8s.io/client-go transport/transport.go
		pattern: /x509: |\btls: |root certificates/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the cluster's TLS certificate is not accepted",
		next: "check certificate-authority-data and the server's name in the kubeconfig",
	},
	{
		name: "cluster-unreachable",
		stage: "server",
		from: ["kubectl"],
		// Go's net, net/http and syscall packages, k8s.io/kubectl pkg/cmd/util/helpers.go
		pattern:
			/no such host|connection (?:refused|reset|lost)|was refused|no route to host|i\/o timeout|TLS handshake timeout|deadline exceeded|Client\.Timeout|network is unreachable|Unable to connect|unexpected EOF|http2: /,
		class: "transient",
		retriedBy: "slipway",
		grace: 60,
		sentence: "the cluster cannot be reached from the Dagger engine",
		next: "check the server's address in the kubeconfig, VPN and firewall",
	},
	{
		name: "cluster-busy",
		from: ["api-server"],
		// k8s.io/apimachinery pkg/api/errors/errors.go; etcd api/v3rpc/rpctypes/error.go
		pattern:
			/\((?:ServiceUnavailable|TooManyRequests|Timeout|ServerTimeout)\)|etcdserver: |leader changed|currently unable to handle the request|too many requests|apiserver not ready|the server was unable to return a response/i,
		class: "transient",
		retriedBy: "slipway",
		grace: 60,
		sentence: "the API server does not answer as it should",
		next: "run it again; if it stays so, look at the control plane",
	},
	{
		name: "discovery-failed",
		from: ["kubectl"],
		// k8s.io/client-go restmapper: what a server that hangs does not list is not there.
		pattern: /the server doesn't have a resource type "[^"]*"/,
		class: "transient",
		retriedBy: "slipway",
		grace: 60,
		sentence: "the API server does not list a kind that is asked for",
		next: "run it again; if it stays so, check that the cluster knows the kind: kubectl api-resources",
	},
	{
		name: "kubeconfig-unreadable",
		stage: "kubeconfig",
		from: ["kubectl"],
		// k8s.io/client-go tools/clientcmd/validation.go and loader.go
		pattern: /invalid configuration|error loading config|yaml: /,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the kubeconfig is not one that kubectl can read",
		next: "try it: kubectl --kubeconfig=FILE get pods",
	},
	{
		name: "kind-unknown",
		from: ["kubectl", "api-server"],
		// k8s.io/apimachinery pkg/api/meta/errors.go, pkg/api/errors/errors.go
		pattern:
			/no matches for kind|the server could not find the requested resource/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the cluster does not know a kind that the manifests use",
		next: "check apiVersion and kind, or install the custom resource's definition first",
	},
	{
		name: "field-conflict",
		from: ["api-server"],
		// k8s.io/apimachinery pkg/util/managedfields/internal/conflict.go
		pattern: /conflicts? with "/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "another field manager owns fields that the manifests set",
		next: "take those fields out of the manifests, or take them over with --force-conflicts",
	},
	{
		name: "permission-missing",
		from: ["api-server"],
		// k8s.io/apimachinery pkg/api/errors/errors.go,
		// k8s.io/apiserver pkg/endpoints/handlers/responsewriters/errors.go
		pattern: /forbidden: User|cannot \w+ resource/,
		class: "fatal",
		retriedBy: "nobody",
		sentence: "the kubeconfig's account lacks a permission",
		next: "grant its role the verb and the resource named above",
	},
];
