import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { name } from "./lab.ts";

/** What the lab starts carries a mark in its environment, so that what outlives a crash or a stop is found. */
export function jobEnvironment(): NodeJS.ProcessEnv {
	return { ...process.env, SLIPWAY_LAB_JOB: name };
}

/** Kills what commands of this lab have left running. */
export const killJobs = () =>
	kill((environ) => environ.split("\0").includes(`SLIPWAY_LAB_JOB=${name}`));

type Mark = (environ: string, cgroup: string) => boolean;

/** Kills all processes with the mark, and what they start meanwhile. */
export async function kill(mark: Mark): Promise<void> {
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
