import type { Credentials } from "../image/account.js";
import { parseDigest } from "../image/reference.js";
import type { KubeObject } from "../kubernetes/object.js";
import { addConfigurationHashes } from "./configuration.js";
import { pinImage } from "./image.js";
import {
	type AccountSecrets,
	addPullSecrets,
	makePullSecret,
	type Owner,
	type PullSecret,
} from "./pull-secret.js";

/** What is to be applied. */
export type Release = {
	/** The app's image, by digest. */
	image: string;
	objects: KubeObject[];
	/** None where the cluster has it already, or needs none. */
	pullSecret?: PullSecret;
};

/** Who pulls, and what the cluster has for that already. */
export type Pull = {
	app: string;
	/** None where the cluster needs no login. */
	secretName?: string;
	/** None where the pull secret is there already. */
	credentials?: Credentials;
	accounts: AccountSecrets;
	owner?: Owner;
};

/** Rendered manifests with the image by digest, the pull secret and the hashes of their configuration. */
export function makeRelease(
	rendered: KubeObject[],
	image: string,
	{ app, secretName, credentials, accounts, owner }: Pull,
): Release {
	const pulling = addPullSecrets(rendered, secretName, accounts);
	return {
		image,
		objects: addConfigurationHashes(pinImage(pulling, parseDigest(image))),
		...(secretName &&
			credentials && {
				pullSecret: makePullSecret(secretName, app, credentials, owner),
			}),
	};
}
