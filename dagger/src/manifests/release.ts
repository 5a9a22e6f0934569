import type { File, Secret } from "@dagger.io/dagger";
import type { KubeObject } from "../kubernetes/object.js";

export const objectsFile = "/objects.yaml";
export const prerequisitesFile = "/prerequisites.json";
export const pullSecretFile = "/run/pull-secret.json";

/** What is to be applied: the objects as data, and as files for kubectl. */
export type Release = {
	/** The app's image, by digest. */
	image: string;
	objects: KubeObject[];
	files: Record<string, File>;
	secrets: Record<string, Secret>;
};
