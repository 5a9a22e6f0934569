import type { Credentials } from "../image/account.js";
import { parseDigest } from "../image/reference.js";
import type { Variables } from "../input/dotenv.js";
import { type KubeObject, ref } from "../kubernetes/object.js";
import { addConfigurationHashes } from "./configuration.js";
import {
	countChange,
	type Env,
	type EnvSecret,
	envSecretName,
	hashVariables,
	holdsSecret,
	makeEnvSecret,
} from "./env-secret.js";
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
	/** What belongs to it and is not applied: Jobs that ran before the workloads, and are not to run again. */
	done?: KubeObject[];
	/** None where the cluster has it already, or needs none. */
	pullSecret?: PullSecret;
	/** None where it stays as it is. */
	envSecret?: EnvSecret;
	/** The app's own secrets that it is made for, if it has any. */
	env?: Env;
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

/** The app's own secrets: given, or what the cluster has. */
export type Own = {
	env?: Variables;
	/** By which they are hashed. */
	envKey: string;
	/** What the cluster has. */
	envHash?: string;
};

/** Rendered manifests with the image by digest, the pull secret and the hashes of their configuration. */
export function makeRelease(
	rendered: KubeObject[],
	image: string,
	pull: Pull & Own,
): Release {
	const { app, secretName, credentials, accounts, owner } = pull;
	const pulling = addPullSecrets(rendered, secretName, accounts);
	const pinned = pinImage(pulling, parseDigest(image));
	const env = findEnv(rendered, pull);
	const others = env ? [{ ...ref("Secret", env.name), data: env.hash }] : [];
	return {
		image,
		objects: addConfigurationHashes(pinned, others),
		...(env && { env }),
		...(pull.env &&
			env && { envSecret: makeEnvSecret(app, pull.env, env.hash) }),
		...(secretName &&
			credentials && {
				pullSecret: makePullSecret(secretName, app, credentials, owner),
			}),
	};
}

function findEnv(
	objects: KubeObject[],
	{ app, env, envKey, envHash }: Pick<Pull, "app"> & Own,
): Env | undefined {
	const name = envSecretName(app);
	const hash = env ? countChange(hashVariables(env, envKey), envHash) : envHash;
	return hash && !holdsSecret(objects, name) ? { name, hash } : undefined;
}

/** What a release is made of, applied or not. */
export function listObjects({ objects, done = [] }: Release): KubeObject[] {
	return [...objects, ...done];
}

/** What a release wants to be there: its objects, and the app's own secrets, whoever made them. */
export function listKept(release: Release): KubeObject[] {
	const { env } = release;
	return [...listObjects(release), ...(env ? [ref("Secret", env.name)] : [])];
}
