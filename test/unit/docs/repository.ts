import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import type { Surroundings } from "./check.js";
import { type Interface, readInterface } from "./interface.js";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The repository's files, those that are not committed yet too. */
export const files = execFileSync(
	"git",
	["ls-files", "--cached", "--others", "--exclude-standard"],
	{ cwd: root, encoding: "utf8" },
)
	.split("\n")
	.filter((path) => path !== "" && existsSync(join(root, path)));

export const api: Interface = readInterface(
	read("dagger/src/index.ts"),
	read("node_modules/@dagger.io/dagger/dist/src/api/client.gen.d.ts"),
	files
		.filter((path) => /^dagger\/src\/.*\.ts$/.test(path))
		.map(read)
		.filter((text) => text.includes("export enum")),
);

export const here: Surroundings = {
	exists: (path) => existsSync(join(root, path)),
	readDotenv,
};

/** The names that a text in dotenv's form sets. */
export function listNames(dotenv: string): string[] {
	return [...dotenv.matchAll(/^(\w+)=/gm)].map(([, name = ""]) => name);
}

function readDotenv(folder: string): string[] {
	const path = join(folder, ".env");
	if (existsSync(join(root, path))) return listNames(read(path));
	return folder === "." ? [] : readDotenv(dirname(folder));
}
