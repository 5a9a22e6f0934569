import type { Docker } from "./docker.ts";
import { container } from "./lab.ts";
import * as standIns from "./offline/standins.ts";
import { versions } from "./versions.ts";

/** Docker in Docker, as published where Docker Hub can be pulled from; else built from packages, as the lab's own images are. */
export async function obtainDind(docker: Docker): Promise<string> {
	if (await standIns.kept(docker, "dind")) return standIns.tag("dind");
	const published = `docker:${versions.dind}`;
	const ours = `--filter=label=${standIns.label}`;
	const isThere = await docker.read("image", "ls", "--quiet", published);
	const isOurs = await docker.read("image", "ls", "--quiet", ours, published);
	if (isThere && !isOurs) return published;
	if (!(await isMirrored(docker))) {
		await docker.run(["pull", published]);
		return published;
	}
	await standIns.build(docker, ["dind"]);
	return standIns.tag("dind");
}

/** Whether the lab has a mirror, for want of a Docker Hub that can be pulled from. */
export async function isMirrored(docker: Docker): Promise<boolean> {
	const filter = `--filter=name=^${container("mirror")}$`;
	return (await docker.read("ps", "--quiet", filter)) !== "";
}
