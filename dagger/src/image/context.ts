import type { Directory } from "@dagger.io/dagger";
import { toolbox } from "../kubectl/toolbox.js";
import { digestScript } from "./digest-script.js";

/**
 * A digest of what a build gets to see of a folder: path, content or link target of each file that .dockerignore leaves,
 * and whom it is for: whether its owner may run it, and all others read and run it; and the folders that all may read and
 * enter.
 */
export async function hashContext(
	source: Directory,
	dockerfile: string,
): Promise<string> {
	const context = source
		// In its place, because a Dockerfile may have a .dockerignore of its own, by its name.
		.withNewFile(dockerfile, "FROM scratch\nCOPY . /\n")
		.dockerBuild({ dockerfile })
		.rootfs();
	const digest = await toolbox()
		.withMountedDirectory("/context", context)
		.withWorkdir("/context")
		.withExec(["sh", "-c", `${digestScript} >/tmp/digest`])
		.file("/tmp/digest")
		.contents();
	return digest.trim();
}
