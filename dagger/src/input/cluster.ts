import type { Secret } from "@dagger.io/dagger";
import { Kubectl } from "../kubectl/client.js";
import type { Cluster } from "../kubectl/cluster.js";
import { requireNamespace } from "./arguments.js";
import { requireKubeconfig } from "./kubeconfig.js";

/** Where an app runs. */
export type Target = {
	kubeconfig?: Secret;
	namespace?: string;
	context?: string;
};

/** The way to a namespace of a cluster; refuses what cannot be one before anything is run. */
export function makeCluster(
	{ kubeconfig, context }: Target,
	given: { kubeconfig: string; namespace: string },
): Cluster {
	requireNamespace(given.namespace);
	requireKubeconfig(given.kubeconfig);
	return new Kubectl(kubeconfig as Secret, given.namespace, context);
}
