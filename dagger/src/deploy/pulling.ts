import { Failure } from "../failures/failure.js";
import {
	type Account,
	type Credentials,
	choosePull,
	makePullCredentials,
} from "../image/account.js";
import { checkPull } from "../image/permission.js";
import { parseDigest, type Repository } from "../image/reference.js";
import { parsePullSecret } from "../input/arguments.js";
import { readSecret } from "../input/secret.js";
import { formatAccount } from "../manifests/pull-secret.js";

type Settings = Account & { pullSecret: string };

/** By which Secret the cluster pulls, and whose login is to be in it; none of them where an image needs no login. */
export type Pulling = {
	secretName?: string;
	pull?: Credentials;
	account?: string;
};

/** By which Secret and as whom the cluster pulls, where somebody pushes as another. */
export async function readPulling(
	settings: Settings,
	push?: Credentials,
): Promise<Pulling> {
	return parsePulling(settings, push, await readPullCredentials(settings));
}

export function parsePulling(
	settings: Settings,
	push?: Credentials,
	own?: Credentials,
): Pulling {
	const secretName = parsePullSecret(settings.pullSecret);
	const pull = choosePull(secretName !== undefined, push, own);
	return { secretName, pull, account: pull && formatAccount(pull) };
}

/** Refuses a login by which the cluster could not pull an image. The one that pushes has just shown that it works. */
export async function requirePull(
	image: string,
	repository: Repository,
	{ pull, push }: { pull?: Credentials; push?: Credentials },
): Promise<void> {
	if (!pull || pull === push) return;
	const login = { repository, credentials: pull };
	const check = await checkPull(login, fetch, parseDigest(image));
	if (check.result === "unmet")
		throw new Failure(`${check.found}; nothing was changed in the cluster`, {
			next: check.next,
		});
}

export async function readPullCredentials({
	registry,
	pullUsername = "",
	pullPassword,
}: Settings): Promise<Credentials | undefined> {
	const password = pullPassword
		? await readSecret(pullPassword).catch((error: Error) => error)
		: "";
	return makePullCredentials(registry, { username: pullUsername, password });
}
