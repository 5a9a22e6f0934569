import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Changes the one line of the sample app that greets. */
export async function greet(source: string, text: string): Promise<void> {
	const file = join(source, "app/__init__.py");
	const code = await readFile(file, "utf8");
	await writeFile(
		file,
		code.replace(/^GREETING = .*$/m, `GREETING = "${text}"`),
	);
}
