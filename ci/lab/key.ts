import { createHash } from "node:crypto";

/** A short hash of texts. */
export function keyOf(...inputs: string[]): string {
	const hash = createHash("sha256");
	for (const input of inputs) hash.update(`${input.length}:${input}`);
	return hash.digest("hex").slice(0, 12);
}
