import type { Secret } from "@dagger.io/dagger";
import { Failure } from "../failures/failure.js";
import {
	parseRegistry,
	parseRepository,
	type Repository,
} from "./reference.js";

/** Where an app's image lives, who may write there, and who pulls it if that is somebody else. */
export type Account = {
	registry: string;
	username?: string;
	imageName?: string;
	password?: Secret;
	pullUsername?: string;
	pullPassword?: Secret;
};

/** What logs in to a registry. */
export type Credentials = {
	registry: string;
	username: string;
	password: string;
};

/** A login as Docker keeps it, which registry clients and the kubelet read. */
export function formatDockerConfig(
	{ registry, username, password }: Credentials,
	// Docker's own clients look for the login of Docker Hub here.
	key = registry === "docker.io" ? "https://index.docker.io/v1/" : registry,
): string {
	const auth = Buffer.from(`${username}:${password}`).toString("base64");
	const email = `${username}@example.com`;
	return JSON.stringify({
		auths: { [key]: { username, password, email, auth } },
	});
}

/** Where to write the image to, and how to log in there. */
export type Login = { repository: Repository; credentials: Credentials };

export function makeLogin(
	{ registry }: Account,
	given: { username: string; imageName: string; password: string },
): Login {
	const { username, imageName, password } = given;
	const repository = parseRepository(registry, username, imageName);
	const credentials = { registry: repository.registry, username, password };
	return { repository, credentials };
}

/**
 * The login of the account that only pulls; undefined where there is none. A password that cannot be read is missing: a .env
 * may name a variable that is not set.
 */
export function makePullCredentials(
	registry: string,
	{ username, password }: { username: string; password: string | Error },
): Credentials | undefined {
	const isSecret = typeof password === "string" && password !== "";
	if (username === "" && !isSecret) return undefined;
	if (username !== "" && isSecret)
		return { registry: parseRegistry(registry), username, password };
	const [given, missing] = isSecret
		? ["--pull-password", "--pull-username"]
		: ["--pull-username", "--pull-password"];
	throw new Failure(
		`${given} is given, and ${missing} is missing or empty: give both, or none to let the cluster pull as --username`,
		{
			evidence:
				password instanceof Error
					? [
							{
								label: "message",
								text: `--pull-password cannot be read: ${password.message}`,
							},
						]
					: [],
		},
	);
}

/** Who pulls: the account that is given for it, or else the one that pushes; nobody where the cluster keeps no login. */
export function choosePull(
	keepsLogin: boolean,
	push: Credentials | undefined,
	pull: Credentials | undefined,
): Credentials | undefined {
	if (keepsLogin) return pull ?? push;
	if (!pull) return undefined;
	throw new Failure(
		"--pull-secret=none keeps no login in the cluster: leave --pull-username and --pull-password out",
	);
}
