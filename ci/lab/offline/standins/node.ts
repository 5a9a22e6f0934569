import { coredns, kubernetes } from "../artifacts/programs.ts";
import { filesKey, obtain } from "../cache.ts";
import { versions } from "../versions.ts";
import { buildImage, described, type StandIn } from "./dockerfile.ts";

export const node: StandIn = {
	...described(
		"node",
		versions.kubernetes,
		[kubernetes, coredns],
		filesKey("images/node"),
	),
	async build(docker, step) {
		await buildImage(docker, step, "node", this.tag, {
			files: {
				bin: await obtain(kubernetes),
				dns: await obtain(coredns),
			},
		});
	},
};
