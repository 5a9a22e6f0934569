import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** This machine's extra certificates, for what goes out to package registries from inside. */
const extra = "/usr/local/share/ca-certificates";

export function certificates(): string[] {
	if (!existsSync(extra)) return [];
	return readdirSync(extra, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".crt"))
		.sort()
		.map((name) => readFileSync(join(extra, name), "utf8"));
}
