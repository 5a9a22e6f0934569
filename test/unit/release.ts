import type { KubeObject } from "../../dagger/src/kubernetes/object.js";
import type { Release } from "../../dagger/src/manifests/release.js";

/** A release of some objects, as far as a cluster is concerned. */
export const releaseOf = (objects: KubeObject[], image = ""): Release => ({
	image,
	objects,
	pullSecret: {
		apiVersion: "v1",
		kind: "Secret",
		metadata: { name: "dockerhub-secret" },
		type: "kubernetes.io/dockerconfigjson",
		data: {},
	},
});
