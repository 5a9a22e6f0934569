import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { $ } from "../../../ci/lab/shell.ts";

test("the user's ~/.bashrc stays out of the lab's commands", async () => {
	const home = mkdtempSync(join(tmpdir(), "slipway-"));
	onTestFinished(() => rmSync(home, { recursive: true }));
	writeFileSync(join(home, ".bashrc"), "echo read\n");
	// As in `$(ci/lab/env)`, where each exec has counted it down.
	const env = { ...process.env, HOME: home, SHLVL: "0" };
	const { stdout } = await $({ env, quiet: true })`true`;
	expect(stdout).toBe("");
});
