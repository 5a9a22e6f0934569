import type { Credentials } from "./account.js";

const patience = 5_000;

/** A registry's API, and what goes with each request. */
export type Entry = {
	base: string;
	headers?: { authorization: string };
	/** What it gave for the login, where it wants a token. */
	token?: string;
};

/** How a registry wants to be logged in to. */
type Challenge =
	| { kind: "none" }
	| { kind: "basic" }
	| { kind: "bearer"; realm: string };

/**
 * Logs in to a registry, for some actions on a repository: `repository:alice/web:pull`. It is for one that the engine has
 * logged in to just before: one that does not speak TLS has got the password in plain HTTP then, too.
 */
export async function enter(
	{ registry, username, password }: Credentials,
	scope: string,
	ask: typeof fetch,
): Promise<Entry | { status: number }> {
	const { base, header } = await findChallenge(registry, ask);
	const challenge = parseChallenge(header);
	const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
	if (challenge.kind === "none") return { base };
	if (challenge.kind === "basic")
		return { base, headers: { authorization: basic } };
	const url = new URL(challenge.realm);
	url.searchParams.set("scope", scope);
	const answer = await ask(url, { headers: { authorization: basic } });
	if (!answer.ok) return { status: answer.status };
	const { token, access_token } = (await answer.json()) as Tokens;
	const given = token ?? access_token ?? "";
	return { base, headers: { authorization: `Bearer ${given}` }, token: given };
}

type Tokens = { token?: string; access_token?: string };

async function findChallenge(
	registry: string,
	ask: typeof fetch,
): Promise<{ base: string; header: string }> {
	// Docker Hub's API has a host of its own.
	const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
	const at = async (scheme: string) => {
		const base = `${scheme}://${host}/v2/`;
		const { headers } = await ask(base);
		return { base, header: headers.get("www-authenticate") ?? "" };
	};
	return at("https").catch((error) => {
		if (isPlain(error)) return at("http");
		throw error;
	});
}

/** Whether what answered does not speak TLS, in the words of Node's OpenSSL. */
function isPlain({ cause }: Error): boolean {
	const { code = "" } = (cause ?? {}) as { code?: string };
	return /^(?:EPROTO|ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG))$/.test(
		code,
	);
}

/** What a registry asks for, in the words of its `WWW-Authenticate`; the address of a token's service has its parameters. */
export function parseChallenge(header: string): Challenge {
	if (/^basic\b/i.test(header)) return { kind: "basic" };
	const parameters = Object.fromEntries(
		// Where several ways are offered, the first is taken.
		[...header.matchAll(/(\w+)="([^"]*)"/g)]
			.reverse()
			.map(([, key, value]) => [key, value]),
	);
	const { realm = "", service } = parameters;
	if (!/^bearer\b/i.test(header) || !URL.canParse(realm))
		return { kind: "none" };
	const url = new URL(realm);
	if (service) url.searchParams.set("service", service);
	return { kind: "bearer", realm: url.href };
}

/** Asks with patience for a few seconds. */
export function patiently(ask: typeof fetch): typeof fetch {
	return (url, options) =>
		ask(url, { ...options, signal: AbortSignal.timeout(patience) });
}
