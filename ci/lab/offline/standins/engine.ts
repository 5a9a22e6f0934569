import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { goSdk } from "../artifacts/go-sdk.ts";
import { dagger } from "../artifacts/programs.ts";
import { typescriptSdk } from "../artifacts/typescript-sdk.ts";
import { filesKey, obtain } from "../cache.ts";
import { versions } from "../versions.ts";
import { buildImage, described, type StandIn } from "./dockerfile.ts";

export const engine: StandIn = {
	...described(
		"engine",
		versions.dagger,
		[dagger, typescriptSdk, goSdk],
		filesKey("images/engine/Dockerfile"),
	),
	async build(docker, step) {
		const bin = await obtain(dagger);
		const [typescript, go] = await Promise.all([
			obtain(typescriptSdk),
			obtain(goSdk),
		]);
		const digest = (sdk: string) => readFile(join(sdk, "digest"), "utf8");
		await buildImage(docker, step, "engine", this.tag, {
			files: {
				bin,
				typescript: join(typescript, "content"),
				go: join(go, "content"),
			},
			args: { TYPESCRIPT: await digest(typescript), GO: await digest(go) },
		});
	},
};
