import type { World } from "../cluster/lock.js";
import { RetryingCluster } from "../cluster/retries.js";
import {
	type Account,
	type Credentials,
	type Login,
	makeLogin,
} from "../image/account.js";
import { parseRepository, type Repository } from "../image/reference.js";
import type { Surroundings } from "../image/retries.js";
import { parseAppName } from "../input/app-name.js";
import {
	requireArguments,
	requireNamespace,
	requirePullSecret,
} from "../input/arguments.js";
import { makeCluster, type Target } from "../input/cluster.js";
import { readSecret } from "../input/secret.js";
import type { Cluster } from "../kubectl/cluster.js";
import { redact, secretForms } from "../kubectl/redact.js";
import { formatAccount } from "../manifests/pull-secret.js";
import { systemClock } from "../system/clock.js";

/** What stays the same from run to run: the account, the cluster, the names of the app and of its pull secret. */
export type Settings = Account & Target & { name: string; pullSecret: string };

/** The time, and a way to print. */
export const surroundings: Surroundings = {
	clock: systemClock,
	print: (line) => console.log(line),
};

/** What a run needs of the world: a cluster that may blink for as long as the run may take, the time, and a way to print. */
export function makeWorld(
	cluster: Cluster,
	timeout: number,
	{ username, password }: Partial<Credentials> = {},
): World {
	const { clock, print } = surroundings;
	return {
		cluster: new RetryingCluster(cluster, clock, print, timeout),
		...surroundings,
		mask: (text) => redact(text, secretForms(username, password)),
	};
}

/** What can be done to an app: each verb asks for as much as it needs, and names all that is missing at once. */
export async function requireLogin(
	verb: string,
	settings: Settings,
): Promise<Login> {
	const { username, imageName, password } = settings;
	return makeLogin(
		settings,
		await requireArguments(verb, { username, imageName, password }),
	);
}

export async function requireRepository(
	verb: string,
	settings: Settings,
): Promise<{
	repository: Repository;
	app: string;
	namespace: string;
	secretName: string;
}> {
	const { registry, username, imageName, namespace } = settings;
	const given = await requireArguments(verb, {
		username,
		imageName,
		namespace,
	});
	requireNamespace(given.namespace);
	return {
		repository: parseRepository(registry, given.username, given.imageName),
		app: parseAppName(settings.name, given.imageName),
		namespace: given.namespace,
		secretName: requirePullSecret(settings.pullSecret),
	};
}

export async function requireCluster(
	verb: string,
	settings: Settings,
): Promise<{ cluster: Cluster; app: string }> {
	const { imageName, kubeconfig, namespace } = settings;
	const given = await requireArguments(verb, {
		imageName: settings.name || imageName,
		kubeconfig,
		namespace,
	});
	return {
		cluster: makeCluster(settings, given),
		app: parseAppName(settings.name, given.imageName),
	};
}

export async function requireAll(
	verb: string,
	settings: Settings,
): Promise<{
	login: Login;
	account: string;
	cluster: Cluster;
	app: string;
	secretName: string;
}> {
	const { username, imageName, password, kubeconfig, namespace } = settings;
	const given = await requireArguments(verb, {
		username,
		imageName,
		password,
		kubeconfig,
		namespace,
	});
	const login = makeLogin(settings, given);
	return {
		login,
		account: formatAccount(login.credentials),
		cluster: makeCluster(settings, given),
		app: parseAppName(settings.name, given.imageName),
		secretName: requirePullSecret(settings.pullSecret),
	};
}

/** A promotion pushes nothing: a password is for looking the image up, and for the pull secret. */
export async function requirePromotion(
	verb: string,
	settings: Settings,
): Promise<{
	repository: Repository;
	credentials?: Credentials;
	account?: string;
	cluster: Cluster;
	app: string;
	secretName: string;
}> {
	const { password } = settings;
	// A .env may name a variable that is not set here.
	if (password && (await readSecret(password).catch(() => ""))) {
		const { login, ...app } = await requireAll(verb, settings);
		return { ...app, ...login };
	}
	const { repository, app, secretName } = await requireRepository(
		verb,
		settings,
	);
	const { cluster } = await requireCluster(verb, settings);
	return { repository, cluster, app, secretName };
}
