import { writeEmptyModule } from "../../../ci/benchmark/empty-module.ts";
import { folder, root } from "./lab.js";

/** A module like Slipway, with one function that does nothing. */
export async function emptyModule(): Promise<string> {
	const path = await folder({});
	await writeEmptyModule(root, path);
	return path;
}
