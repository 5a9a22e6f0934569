import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const source = `import { func, object } from "@dagger.io/dagger";

@object()
export class Slipway {
	@func({ cache: "never" })
	nothing(): string {
		return "";
	}
}
`;

/** Makes an empty folder a module like Slipway, with one function that does nothing. */
export async function writeEmptyModule(
	root: string,
	folder: string,
): Promise<void> {
	await mkdir(join(folder, "dagger/src"), { recursive: true });
	const same = ["dagger.json", "dagger/package.json", "dagger/tsconfig.json"];
	for (const file of same) await cp(join(root, file), join(folder, file));
	await writeFile(join(folder, "dagger/src/index.ts"), source);
}
