import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { type Directory, dag, type File, type Secret } from "@dagger.io/dagger";

/**
 * A text as a file. It goes by way of the module's own folder: the arguments of a call are logged, and a manifest may hold
 * a Secret.
 */
export function textFile(text: string): File {
	const path = `files/${digest(text)}`;
	mkdirSync("files", { recursive: true });
	writeFileSync(path, text);
	return dag.currentModule().workdirFile(path);
}

/** The text of a file, by the same way: what a call answers is kept in the engine's telemetry as well. */
export async function readText(file: File): Promise<string> {
	const path = `files/${randomUUID()}`;
	await file.export(path);
	const text = await readFile(path, "utf8");
	await rm(path);
	return text;
}

/** A text that only a container's memory holds. */
export function secretText(text: string): Secret {
	return dag.setSecret(`slipway-${digest(text)}`, text);
}

/** Texts as a folder, by their names. */
export function folder(files: Record<string, string>): Directory {
	return Object.entries(files).reduce(
		(folder, [name, text]) => folder.withFile(name, textFile(text)),
		dag.directory(),
	);
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
