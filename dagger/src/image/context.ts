import type { Directory } from "@dagger.io/dagger";
import { toolbox } from "../kubectl/toolbox.js";

// Not the engine's own digest, which knows of all modes and owners: a checkout elsewhere has others.
const script = `set -eo pipefail
list() { find . "$@" -print0 | LC_ALL=C sort -z; }
{
  list -type f | xargs -0 -r sha256sum
  list -type f -perm -100 | tr '\\0' '\\n'
  list -perm -004 ! -type l | tr '\\0' '\\n'
  list -type l | xargs -0 -r -n 1 sh -c 'printf "%s %s\\n" "$0" "$(readlink "$0")"'
} | sha256sum | cut -c 1-64 >/tmp/digest`;

/**
 * A digest of what a build gets to see of a folder: path, executable or not, for all to read or not, and content or link
 * target of each file that .dockerignore leaves; and the folders that all may read.
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
		.withExec(["sh", "-c", script])
		.file("/tmp/digest")
		.contents();
	return digest.trim();
}
