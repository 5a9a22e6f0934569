import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { programs } from "./lab/access.ts";
import { command } from "./lab/command.ts";
import { variables } from "./lab/env.ts";
import { LabError } from "./lab/failure.ts";
import { say } from "./lab/progress.ts";
import { up } from "./lab/up.ts";

const root = join(import.meta.dirname, "..");
const shell = $({ cwd: root, stdio: "inherit", nothrow: true });

/** Lint, format and types; then all tests, or those that the arguments name, on the lab that it brings up itself. */
await command(async () => {
	if ((await shell`npm run --silent check`).exitCode !== 0) {
		say("0 passed, 1 failed");
		throw new LabError("lint, format or types are not right", "npm run format");
	}
	await up();
	const env = { ...process.env, ...(await variables()) };
	const { passed, failed } = await tests({
		...env,
		PATH: `${programs}:${process.env.PATH}`,
	});
	console.log(`${passed} passed, ${failed} failed`);
	if (failed > 0 || passed === 0) process.exitCode = 1;
});

async function tests(
	env: NodeJS.ProcessEnv,
): Promise<{ passed: number; failed: number }> {
	const folder = await mkdtemp(join(tmpdir(), "slipway-test-"));
	const file = join(folder, "results.json");
	try {
		const { exitCode } = await shell({
			env,
		})`npx vitest run --reporter=default --reporter=json --outputFile.json=${file} ${process.argv.slice(2)}`;
		const results = JSON.parse(await readFile(file, "utf8")) as {
			numPassedTests: number;
			numFailedTests: number;
		};
		const { numPassedTests: passed, numFailedTests: failed } = results;
		// A file that cannot be loaded has no test that fails.
		return { passed, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
