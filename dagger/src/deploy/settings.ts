import type { Secret } from "@dagger.io/dagger";
import {
	type Account,
	type Credentials,
	type Login,
	makeLogin,
} from "../image/account.js";
import { parseRepository, type Repository } from "../image/reference.js";
import { parseAppName } from "../input/app-name.js";
import {
	parsePullSecret,
	requireArguments,
	requireNamespaceName,
} from "../input/arguments.js";
import { listTarget, makeCluster, type Target } from "../input/cluster.js";
import { readSecret } from "../input/secret.js";
import type { Cluster } from "../kubectl/cluster.js";
import { type Pulling, parsePulling, readPullCredentials } from "./pulling.js";

/** What stays the same from run to run: the account, the cluster, the names of the app and of its pull secret. */
export type Settings = Account & Target & { name: string; pullSecret: string };

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
	secretName?: string;
}> {
	const { registry, username, imageName, namespace } = settings;
	const given = await requireArguments(verb, {
		username,
		imageName,
		namespace,
	});
	requireNamespaceName(given.namespace);
	return {
		repository: parseRepository(registry, given.username, given.imageName),
		app: parseAppName(settings.name, given.imageName),
		namespace: given.namespace,
		secretName: parsePullSecret(settings.pullSecret),
	};
}

export async function requireCluster(
	verb: string,
	settings: Settings,
): Promise<{ cluster: Cluster; app: string }> {
	const given = await requireArguments(verb, {
		imageName: settings.name || settings.imageName,
		...listTarget(settings),
	});
	return {
		cluster: makeCluster(settings, given),
		app: parseAppName(settings.name, given.imageName),
	};
}

/** An app, its cluster, and whose login the cluster keeps. */
type Deployable = {
	cluster: Cluster;
	app: string;
	/** All that is secret here. */
	logins: Credentials[];
} & Pulling;

export async function requireAll(
	verb: string,
	settings: Settings,
): Promise<Deployable & { login: Login }> {
	const { username, imageName, password } = settings;
	const target = listTarget(settings);
	const [given, own] = await Promise.all([
		requireArguments(verb, { username, imageName, password, ...target }),
		readPullCredentials(settings),
	]);
	const login = makeLogin(settings, given);
	return {
		login,
		logins: [login.credentials, ...(own ? [own] : [])],
		cluster: makeCluster(settings, given),
		app: parseAppName(settings.name, given.imageName),
		...parsePulling(settings, login.credentials, own),
	};
}

/** A promotion pushes nothing: a login is for looking the image up, and for the pull secret. */
export async function requirePromotion(
	verb: string,
	settings: Settings,
): Promise<Deployable & { repository: Repository; credentials?: Credentials }> {
	// A .env may name a variable that is not set here.
	if (await readIfSet(settings.password)) {
		const { login, ...app } = await requireAll(verb, settings);
		return { ...app, ...login };
	}
	const { repository, app } = await requireRepository(verb, settings);
	const { cluster } = await requireCluster(verb, settings);
	const credentials = await readPullCredentials(settings);
	return {
		repository,
		credentials,
		cluster,
		app,
		logins: credentials ? [credentials] : [],
		...parsePulling(settings, undefined, credentials),
	};
}

async function readIfSet(secret?: Secret): Promise<string> {
	return secret ? readSecret(secret).catch(() => "") : "";
}
