import type { Secret } from "@dagger.io/dagger";
import { parseRepository, type Repository } from "./reference.js";

/** Where an app's image lives, and who may write there. */
export type Account = {
	registry: string;
	username?: string;
	imageName?: string;
	password?: Secret;
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
