import { classifyPush } from "../failures/catalogue.js";
import { type Check, met, unknown, unmet, unmetBy } from "../failures/check.js";
import {
	type Account,
	type Credentials,
	type Login,
	makeLogin,
} from "./account.js";
import { lookUp, pulled } from "./lookup.js";
import { isNotFound } from "./missing.js";
import { checkPull, checkPush } from "./permission.js";
import { formatAddress } from "./reference.js";

/** Whether the image can be pushed, and pulled, as far as what is given tells: "" is not given. */
export async function checkRegistry(
	account: Account,
	given: { username?: string; imageName?: string; password?: string },
	/** Who pulls, if that is known. */
	pull?: Credentials,
): Promise<Check[]> {
	const { username, imageName, password } = given;
	if (!imageName) return [];
	let login: Login;
	try {
		login = makeLogin(account, {
			imageName,
			password: password ?? "",
			// An image's name can be checked without an account.
			username: username || "username",
		});
	} catch (error) {
		return [unmetBy("login", error)];
	}
	if (!username || !password) return [];
	const loggedIn = await checkLogin(login);
	if (loggedIn.result === "unmet") return [loggedIn];
	const { repository } = login;
	const isSame = pull?.username === username && pull?.password === password;
	const checks = [
		checkPush(login, fetch),
		...(pull && !isSame
			? [checkPull({ repository, credentials: pull }, fetch)]
			: []),
	];
	return [loggedIn, ...(await Promise.all(checks))];
}

/** Whether the engine can log in to the registry: that it has no such image yet, it tells to those only who may know. */
async function checkLogin({ repository, credentials }: Login): Promise<Check> {
	const { registry, username } = credentials;
	const accepted = `${registry} accepts ${username}`;
	const reference = `${formatAddress(repository)}:latest`;
	const found = await lookUp(pulled(reference, credentials));
	if ("digest" in found || isNotFound(found.missing))
		return met("login", accepted);
	const cause = classifyPush(found.missing);
	// Docker Hub says the same of what is not there yet.
	if (cause?.stage === "repository")
		return unknown("login", `${registry} answers ${username}: denied`);
	const said = found.missing.split(": ").slice(-3).join(": ");
	return unmet("login", cause?.sentence ?? said, cause?.next);
}
