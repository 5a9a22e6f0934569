import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { $ } from "zx";
import { bridge } from "./bridge.ts";
import { dockerData, name, run } from "./lab.ts";

/** What a crash, or a stop in the middle, may leave behind: processes, mounts, cgroups. Found by marks that only the lab sets. */
type Mark = (environ: string, cgroup: string) => boolean;

const job: Mark = (environ) =>
	environ.split("\0").includes(`SLIPWAY_LAB_JOB=${name}`);
const docker: Mark = (environ, cgroup) =>
	environ.split("\0").includes(`SLIPWAY_LAB_DOCKER=${name}`) ||
	cgroup.split("\n").some((line) => inOwnCgroup(line));

export const inOwnCgroup = (line: string) =>
	line.replace(/^\d+:[^:]*:/, "").startsWith(`/${name}/`);

async function processes(mark: Mark): Promise<number[]> {
	const read = (pid: string, file: string) =>
		readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
	const found: number[] = [];
	for (const pid of await readdir("/proc")) {
		if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
		if (!(await read(pid, "cmdline"))) continue; // the kernel's, or dead already
		if (mark(await read(pid, "environ"), await read(pid, "cgroup")))
			found.push(Number(pid));
	}
	return found;
}

async function kill(mark: Mark): Promise<void> {
	for (let tries = 0; tries < 50; tries++) {
		const pids = await processes(mark);
		if (pids.length === 0) return;
		for (const pid of pids)
			try {
				process.kill(pid, "SIGKILL");
			} catch {} // gone in the meantime
		await sleep(50);
	}
}

export const killJobs = () => kill(job);

/** Stops the lab's own Docker with all its containers, whatever state it is in, and all that it holds in the kernel. */
export async function killDocker(): Promise<void> {
	if (process.getuid?.() !== 0) return;
	await kill(docker);
	await unmount(dockerData);
	await unmount(run);
	await removeCgroups();
	await rm(run, { recursive: true, force: true });
	await $({ quiet: true, nothrow: true })`ip link delete ${bridge}`;
}

/** Counts what there is, for `down` to be sure and for the tests. */
export async function count() {
	return {
		processes: (await processes(docker)).length + (await processes(job)).length,
		mounts:
			(await mountsUnder(dockerData)).length + (await mountsUnder(run)).length,
	};
}

export async function mountsUnder(folder: string): Promise<string[]> {
	return mountPoints(await readFile("/proc/self/mountinfo", "utf8"), folder);
}

/** The mount points at or below a folder, deepest first. */
export function mountPoints(mountinfo: string, folder: string): string[] {
	return mountinfo
		.split("\n")
		.map((line) => line.split(" ")[4] ?? "")
		.map((path) =>
			path.replace(/\\(\d{3})/g, (_, octal) =>
				String.fromCharCode(Number.parseInt(octal, 8)),
			),
		)
		.filter((path) => path === folder || path.startsWith(`${folder}/`))
		.sort((a, b) => b.length - a.length);
}

export async function unmount(folder: string): Promise<void> {
	for (const path of await mountsUnder(folder))
		await $({ quiet: true, nothrow: true })`umount --lazy ${path}`;
}

async function removeCgroups(): Promise<void> {
	const root = "/sys/fs/cgroup";
	if (!existsSync(root)) return;
	for (const folder of [".", ...(await readdir(root))]) {
		const own = `${root}/${folder}/${name}`;
		if (existsSync(own))
			await $({
				quiet: true,
				nothrow: true,
			})`find ${own} -depth -type d -exec rmdir {} +`;
	}
}
