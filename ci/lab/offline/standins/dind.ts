import { filesKey } from "../cache.ts";
import { versions } from "../versions.ts";
import { buildImage, described, type StandIn } from "./dockerfile.ts";

export const dind: StandIn = {
	...described("dind", versions.dind, [], filesKey("images/dind")),
	async build(docker, step) {
		await buildImage(docker, step, "dind", this.tag);
	},
};
