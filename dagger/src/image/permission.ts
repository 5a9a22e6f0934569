import { type Check, met, unknown, unmet } from "../failures/check.js";
import type { Login } from "./account.js";
import { formatAddress } from "./reference.js";
import { enter, patiently } from "./registry-api.js";

/**
 * Whether an account may push, without a push: a token says so itself where it can be read. Else an upload is begun, and
 * cancelled before a byte is sent.
 */
export function checkPush(login: Login, ask: typeof fetch): Promise<Check> {
	return tryTo("push", () => tryPush(login, patiently(ask)));
}

async function tryPush(login: Login, ask: typeof fetch): Promise<Check> {
	const { path } = login.repository;
	const scope = `repository:${path}:pull,push`;
	const entry = await enter(login.credentials, scope, ask);
	if ("status" in entry) return judgePush(entry.status, login);
	const { base, headers, token = "" } = entry;
	const may = mayPush(token);
	if (may !== undefined) return may ? allowed(login) : denied(login);
	const uploads = `${base}${path}/blobs/uploads/`;
	const begun = await ask(uploads, { method: "POST", headers });
	const location = begun.headers.get("location");
	if (begun.status === 202 && location)
		await ask(new URL(location, base), { method: "DELETE", headers }).catch(
			() => undefined,
		);
	return judgePush(begun.status, login);
}

/** Whether an account may pull an image, by the digest of one that is there; without it, as far as the registry tells. */
export function checkPull(
	login: Login,
	ask: typeof fetch,
	digest?: string,
): Promise<Check> {
	return tryTo("pull", () => tryPull(login, patiently(ask), digest));
}

async function tryPull(
	login: Login,
	ask: typeof fetch,
	digest?: string,
): Promise<Check> {
	const { path } = login.repository;
	const scope = `repository:${path}:pull`;
	const entry = await enter(login.credentials, scope, ask);
	if ("status" in entry) return judgePull(entry.status, login);
	const url = `${entry.base}${path}/manifests/${digest ?? "latest"}`;
	const headers = { ...entry.headers, accept: "*/*" };
	const { status } = await ask(url, { method: "HEAD", headers });
	const check = judgePull(status, login);
	// Docker Hub says so to whoever has logged in, of what is not there yet; without a challenge nobody has logged in.
	const isVague = !entry.headers || (!digest && entry.token !== undefined);
	return isVague && check.result === "unmet"
		? unknown("pull", `cannot be known: ${check.found}`)
		: check;
}

function judgePull(status: number, { repository, credentials }: Login): Check {
	const { username } = credentials;
	const address = formatAddress(repository);
	// Of what is not there yet nothing is to be refused.
	if (status < 300 || status === 404)
		return met("pull", `${username} may pull ${address}`);
	if (status === 401 || status === 403)
		return unmet(
			"pull",
			`${username} may not pull ${address}: the registry answers HTTP ${status}`,
			"check --pull-username and --pull-password, and that the token may read",
		);
	return unknown(
		"pull",
		`cannot be known: the registry answered HTTP ${status}`,
	);
}

/** A check of a registry that may be there for the engine and the cluster only. */
async function tryTo(name: string, check: () => Promise<Check>) {
	try {
		return await check();
	} catch (error) {
		const { message, cause } = error as Error;
		// Node's fetch has the reason as the cause.
		const reason = (cause as Error | undefined)?.message;
		return unknown(
			name,
			reason
				? `cannot be known: the registry does not answer the module (${reason}), only the engine`
				: `cannot be known: ${message}`,
		);
	}
}

/** Whether a token allows pushing, where it says: distribution's specification of its tokens. */
export function mayPush(token: string): boolean | undefined {
	try {
		const payload = Buffer.from(token.split(".")[1] ?? "", "base64url");
		const { access } = JSON.parse(`${payload}`) as {
			access?: { actions?: string[] }[];
		};
		return access?.some(({ actions = [] }) =>
			actions.some((action) => action === "push" || action === "*"),
		);
	} catch {
		return undefined;
	}
}

function judgePush(status: number, login: Login): Check {
	const name = "push";
	if (status === 202) return allowed(login);
	if (status === 401)
		return unmet(
			name,
			"the registry refused the username or the password",
			"check --username and --password; on Docker Hub use an access token with write permission",
		);
	if (status === 403) return denied(login);
	if (status === 404)
		return unmet(
			name,
			`the registry has no repository ${formatAddress(login.repository)}, and makes none by itself`,
			"create it at the registry, or correct --image-name",
		);
	return unknown(name, `cannot be known: the registry answered HTTP ${status}`);
}

function allowed({ repository, credentials }: Login): Check {
	return met(
		"push",
		`${credentials.username} may push to ${formatAddress(repository)}`,
	);
}

function denied({ repository, credentials }: Login): Check {
	return unmet(
		"push",
		`${credentials.username} may not push to ${formatAddress(repository)}`,
		"check --username and --image-name, and that the token may write",
	);
}
