import { filesKey } from "../cache.ts";
import { versions } from "../versions.ts";
import { buildImage, described, type StandIn } from "./dockerfile.ts";

/** What a GitLab job needs of docker:…-cli. */
export const job: StandIn = {
	...described("job", versions.docker, [], filesKey("images/job")),
	async build(docker, step) {
		await buildImage(docker, step, "job", this.tag);
	},
};
