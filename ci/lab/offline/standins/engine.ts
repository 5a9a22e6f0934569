import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dagger } from "../artifacts/programs.ts";
import { sdk } from "../artifacts/sdk.ts";
import { filesKey, obtain } from "../cache.ts";
import { versions } from "../versions.ts";
import { buildImage, described, type StandIn } from "./dockerfile.ts";

export const engine: StandIn = {
	...described(
		"engine",
		versions.dagger,
		[dagger, sdk],
		filesKey("images/engine/Dockerfile"),
	),
	async build(docker, step) {
		const bin = await obtain(dagger);
		const layout = await obtain(sdk);
		await buildImage(docker, step, "engine", this.tag, {
			files: { content: join(layout, "content"), bin },
			args: { SDK: await readFile(join(layout, "digest"), "utf8") },
		});
	},
};
