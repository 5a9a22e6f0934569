import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dag, type File, type Secret } from "@dagger.io/dagger";

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

/** A text that only a container's memory holds. */
export function secretText(text: string): Secret {
	return dag.setSecret(`slipway-${digest(text)}`, text);
}

function digest(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}
