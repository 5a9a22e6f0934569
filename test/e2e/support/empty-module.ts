import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folder, root } from "./lab.js";

/** A module like Slipway, with one function that does nothing. */
export async function emptyModule(): Promise<string> {
	const path = await folder({
		"dagger.json": await readFile(join(root, "dagger.json"), "utf8"),
	});
	await mkdir(join(path, "dagger/src"), { recursive: true });
	for (const file of ["package.json", "tsconfig.json"])
		await cp(join(root, "dagger", file), join(path, "dagger", file));
	await writeFile(
		join(path, "dagger/src/index.ts"),
		`import { func, object } from "@dagger.io/dagger";

@object()
export class Slipway {
	@func({ cache: "never" })
	nothing(): string {
		return "";
	}
}
`,
	);
	return path;
}
