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
