import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { bridge, name } from "../../lab.ts";
import { kill } from "../../processes.ts";
import { $ } from "../../shell.ts";
import { unmount } from "../mounts.ts";
import { dockerData, run } from "../places.ts";

const shell = $({ quiet: true, nothrow: true });

/** Ends the lab's own Docker with all its containers, whatever state it is in, and all that it holds in the kernel. */
export async function killDocker(): Promise<void> {
	if (process.getuid?.() !== 0) return;
	await kill(
		(environ, cgroup) =>
			environ.split("\0").includes(`SLIPWAY_LAB_DOCKER=${name}`) ||
			cgroup.split("\n").some(inOwnCgroup),
	);
	await unmount(dockerData);
	await unmount(run);
	await removeCgroups();
	await rm(run, { recursive: true, force: true });
	await shell`ip link delete ${bridge}`;
}

export const inOwnCgroup = (line: string) =>
	line.replace(/^\d+:[^:]*:/, "").startsWith(`/${name}/`);

async function removeCgroups(): Promise<void> {
	const root = "/sys/fs/cgroup";
	if (!existsSync(root)) return;
	for (const folder of [".", ...(await readdir(root))]) {
		const own = `${root}/${folder}/${name}`;
		if (existsSync(own))
			await shell`find ${own} -depth -type d -exec rmdir {} +`;
	}
}
