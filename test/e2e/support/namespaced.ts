import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "vitest";
import { kubectl } from "./lab.js";

/** A test with a namespace and a folder of its own, gone when it ends; many such tests may run at once. */
export const test = base.extend<{ namespace: string; folder: string }>({
	namespace: async ({ task }, use) => {
		const namespace = `e2e-${task.name}-${Date.now().toString(36)}`;
		await kubectl("create", "namespace", namespace);
		await use(namespace);
		await kubectl("delete", "namespace", namespace, "--wait=false");
	},
	folder: async ({ task }, use) => {
		const folder = await mkdtemp(join(tmpdir(), `slipway-${task.name}-`));
		await use(folder);
		await rm(folder, { recursive: true, force: true });
	},
});
