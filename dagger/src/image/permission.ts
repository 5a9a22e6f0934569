import { type Check, met, unknown, unmet } from "../failures/check.js";
import type { Login } from "./account.js";
import { formatAddress } from "./reference.js";

const name = "push";
const patience = 5_000;

/** How a registry wants to be logged in to. */
type Challenge = { kind: "none" | "basic" } | { kind: "bearer"; realm: string };

/**
 * Whether an account may push, without a push: a token says so itself where it can be read. Else an upload is begun, and
 * cancelled before a byte is sent. It is for a registry that the engine has logged in to just before: one that does not
 * speak TLS has got the password in plain HTTP then, too.
 */
export async function checkPush(
	login: Login,
	ask: typeof fetch,
): Promise<Check> {
	const { registry } = login.repository;
	// Docker Hub's API has a host of its own.
	const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
	const patiently: typeof fetch = (url, options) =>
		ask(url, { ...options, signal: AbortSignal.timeout(patience) });
	const at = (scheme: string) =>
		checkAt(`${scheme}://${host}/v2/`, login, patiently);
	try {
		return await at("https").catch((error) => {
			if (isPlain(error)) return at("http");
			throw error;
		});
	} catch (error) {
		const { message, cause } = error as Error;
		const reason = (cause as Error | undefined)?.message || message;
		return unknown(
			name,
			`cannot be known: the registry does not answer the module (${reason}), only the engine`,
		);
	}
}

/** Whether what answered does not speak TLS, in the words of Node's OpenSSL. */
function isPlain({ cause }: Error): boolean {
	const { code = "" } = (cause ?? {}) as { code?: string };
	return /^(?:EPROTO|ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG))$/.test(
		code,
	);
}

async function checkAt(
	base: string,
	login: Login,
	ask: typeof fetch,
): Promise<Check> {
	const { username, password } = login.credentials;
	const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
	const address = formatAddress(login.repository);
	const first = await ask(base);
	const challenge = parseChallenge(first.headers.get("www-authenticate") ?? "");
	let authorization = challenge.kind === "basic" ? basic : "";
	if (challenge.kind === "bearer") {
		const url = new URL(challenge.realm);
		const scope = `repository:${login.repository.path}:pull,push`;
		url.searchParams.set("scope", scope);
		const answer = await ask(url, { headers: { authorization: basic } });
		if (!answer.ok) return judge(answer.status, login);
		const { token, access_token } = (await answer.json()) as Tokens;
		const given = token ?? access_token ?? "";
		const may = mayPush(given);
		if (may !== undefined)
			return may
				? met(name, `${username} may push to ${address}`)
				: denied(login);
		authorization = `Bearer ${given}`;
	}
	const headers = authorization ? { authorization } : undefined;
	const uploads = `${base}${login.repository.path}/blobs/uploads/`;
	const begun = await ask(uploads, { method: "POST", headers });
	const location = begun.headers.get("location");
	if (begun.status === 202 && location)
		await ask(new URL(location, base), { method: "DELETE", headers }).catch(
			() => undefined,
		);
	return judge(begun.status, login);
}

type Tokens = { token?: string; access_token?: string };

/** What a registry asks for, in the words of its `WWW-Authenticate`; the address of a token's service has its parameters. */
export function parseChallenge(header: string): Challenge {
	if (/^basic\b/i.test(header)) return { kind: "basic" };
	const parameters = Object.fromEntries(
		[...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [
			key,
			value,
		]),
	);
	const { realm = "", service } = parameters;
	if (!/^bearer\b/i.test(header) || !URL.canParse(realm))
		return { kind: "none" };
	const url = new URL(realm);
	if (service) url.searchParams.set("service", service);
	return { kind: "bearer", realm: url.href };
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

function judge(status: number, login: Login): Check {
	const { username } = login.credentials;
	const address = formatAddress(login.repository);
	if (status === 202) return met(name, `${username} may push to ${address}`);
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
			`the registry has no repository ${address}, and makes none by itself`,
			"create it at the registry, or correct --image-name",
		);
	return unknown(name, `cannot be known: the registry answered HTTP ${status}`);
}

function denied({ repository, credentials }: Login): Check {
	return unmet(
		name,
		`${credentials.username} may not push to ${formatAddress(repository)}`,
		"check --username and --image-name, and that the token may write",
	);
}
