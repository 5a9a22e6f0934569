import type { Secret, Service } from "@dagger.io/dagger";
import { Failure } from "../failures/failure.js";
import { Kubectl } from "../kubectl/client.js";
import type { Cluster } from "../kubectl/cluster.js";
import { parseToken } from "../kubectl/plugins.js";
import { requireNamespaceName } from "./arguments.js";
import { requireKubeconfig } from "./kubeconfig.js";

/** Where an app runs, and as whom it is deployed there. */
export type Target = {
	kubeconfig?: Secret;
	context?: string;
	token?: Secret;
	cluster?: Service;
	namespace?: string;
};

type Given = { kubeconfig: string; namespace: string; token?: string };

/** What of it has to be given, or is given: a token may be left out, not be empty. */
export function listTarget({ kubeconfig, namespace, token }: Target): {
	kubeconfig: Secret | undefined;
	namespace: string | undefined;
	token?: Secret;
} {
	return { kubeconfig, namespace, ...(token && { token }) };
}

/** The way to a namespace of a cluster; refuses what cannot be one before anything is run. */
export function makeCluster(target: Target, given: Given): Cluster {
	requireNamespaceName(given.namespace);
	requireKubeconfig(given.kubeconfig);
	const way = {
		kubeconfig: target.kubeconfig as Secret,
		context: target.context,
		token: given.token && requireToken(given.token),
		tunnel: target.cluster,
	};
	return new Kubectl(way, given.namespace);
}

function requireToken(text: string): string {
	const token = parseToken(text);
	if (/^[!-~]+$/.test(token)) return token;
	throw new Failure(
		"--token is not a token: one line without spaces, or the ExecCredential that a credential plugin prints",
	);
}
