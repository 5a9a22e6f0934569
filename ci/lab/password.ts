import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { state, username } from "./lab.ts";

const file = join(state, "password");
const htpasswdFile = join(state, "htpasswd");

/** One per lab, with the characters that scripts get wrong. */
export async function password(): Promise<string> {
	if (!existsSync(file)) {
		await mkdir(state, { recursive: true, mode: 0o700 });
		await writeFile(file, `$'"\\${randomBytes(12).toString("base64url")}$$`, {
			mode: 0o600,
		});
	}
	return readFile(file, "utf8");
}

/** The registry's line for it: of the lowest cost, since it is random, and the registry checks it at each request. */
export async function htpasswd(): Promise<string> {
	if (!existsSync(htpasswdFile))
		await writeFile(
			htpasswdFile,
			`${username}:${await hash(await password(), 4)}\n`,
			{ mode: 0o600 },
		);
	return readFile(htpasswdFile, "utf8");
}
