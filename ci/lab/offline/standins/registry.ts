import { filesKey } from "../cache.ts";
import { versions } from "../versions.ts";
import { buildImage, described, type StandIn } from "./dockerfile.ts";

export const registry: StandIn = {
	...described("registry", versions.registry, [], filesKey("images/registry")),
	async build(docker, step) {
		await buildImage(docker, step, "registry", this.tag);
	},
};
