import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildImage, described } from "./build-image.ts";
import { filesKey, obtain } from "./cache.ts";
import type { StandIn } from "./image.ts";
import { kubernetes, engine as programs } from "./parts/programs.ts";
import { sdk } from "./parts/sdk.ts";
import { versions } from "./versions.ts";

/** What stands in for an image that cannot be pulled; the mirror has a file of its own. */
export const engine: StandIn = {
	...described(
		"engine",
		versions.dagger,
		[programs, sdk],
		filesKey("images/engine/Dockerfile"),
	),
	async build(docker, step) {
		const bin = await obtain(programs);
		const layout = await obtain(sdk);
		await buildImage(docker, step, "engine", this.tag, {
			files: { content: join(layout, "content"), bin },
			args: { SDK: await readFile(join(layout, "digest"), "utf8") },
		});
	},
};

export const registry: StandIn = {
	...described("registry", versions.registry, [], filesKey("images/registry")),
	async build(docker, step) {
		await buildImage(docker, step, "registry", this.tag);
	},
};

export const node: StandIn = {
	...described(
		"node",
		versions.kubernetes,
		[kubernetes],
		filesKey("images/node"),
	),
	async build(docker, step) {
		await buildImage(docker, step, "node", this.tag, {
			files: { bin: await obtain(kubernetes) },
		});
	},
};
