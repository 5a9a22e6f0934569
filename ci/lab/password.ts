import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { reader, state, username } from "./lab.ts";

const accountsFile = join(state, "accounts");

/** That of an account at the registry, one per lab, with the characters that scripts get wrong. */
export async function password(account = username): Promise<string> {
	const file = join(state, `password-${account}`);
	if (!existsSync(file)) {
		await mkdir(state, { recursive: true, mode: 0o700 });
		await writeFile(file, `$'"\\${randomBytes(12).toString("base64url")}$$`, {
			mode: 0o600,
		});
	}
	return readFile(file, "utf8");
}

/** The registry's lines for them: of the lowest cost, since they are random, and the registry checks one at each request. */
export async function htpasswd(): Promise<string> {
	if (!existsSync(accountsFile)) {
		const lines = [username, reader].map(
			async (account) => `${account}:${await hash(await password(account), 4)}`,
		);
		const text = `${(await Promise.all(lines)).join("\n")}\n`;
		await writeFile(accountsFile, text, { mode: 0o600 });
	}
	return readFile(accountsFile, "utf8");
}
