import type { Secret } from "@dagger.io/dagger";
import { Cluster } from "../cluster/cluster.js";
import { requireArguments, requireNamespace } from "./arguments.js";
import { readSecret } from "./credentials.js";
import { requireKubeconfig } from "./kubeconfig.js";

/** The way to a namespace of a cluster; refuses what cannot be one before anything is run. */
export async function accessTo(
	verb: string,
	kubeconfig: Secret,
	namespace: string,
	context?: string,
): Promise<Cluster> {
	requireArguments(verb, { "--namespace": namespace });
	requireNamespace(namespace);
	requireKubeconfig(
		await readSecret(kubeconfig, "--kubeconfig", "file://$KUBECONFIG"),
	);
	return new Cluster(kubeconfig, namespace, context);
}
