import type { Secret } from "@dagger.io/dagger";
import { type Repository, repositoryOf } from "../image/image.js";
import { labelOf } from "../manifests/manifests.js";
import type { Credentials } from "../manifests/pull-secret.js";
import { requireArguments } from "./arguments.js";
import { readSecret } from "./credentials.js";

/** Where an app's image lives, and who may write there. */
export type Account = {
	registry: string;
	username?: string;
	imageName?: string;
	password?: Secret;
};

/** Where to write the image to, and how to log in there. */
export type Login = { repository: Repository; credentials: Credentials };

/** The image's repository; refuses an account that does not say it. */
export function repositoryFor(
	verb: string,
	{ registry, username = "", imageName = "" }: Account,
): Repository {
	requireArguments(verb, {
		"--username": username,
		"--image-name": imageName,
	});
	return repositoryOf(registry, username, imageName);
}

/** The value of the label that the app's objects carry. */
export function labelFor(verb: string, { imageName = "" }: Account): string {
	requireArguments(verb, { "--image-name": imageName });
	return labelOf(imageName);
}

/** The repository and the credentials to write to it; refuses an account that lacks any of them. */
export async function loginFor(verb: string, account: Account): Promise<Login> {
	const { username = "", imageName, password } = account;
	requireArguments(verb, {
		"--username": username,
		"--image-name": imageName,
		"--password": password,
	});
	const repository = repositoryFor(verb, account);
	const { registry } = repository;
	return {
		repository,
		credentials: {
			registry,
			username,
			password: await readSecret(
				password as Secret,
				"--password",
				"env://DOCKER_HUB_PASSWORD",
			),
		},
	};
}
