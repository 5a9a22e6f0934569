import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Docker } from "../docker.ts";
import { LabError } from "../failure.ts";
import { name, state } from "../lab.ts";
import { type Step, step } from "../progress.ts";
import { closeWayOut } from "./dockerd/forwarding.ts";
import { killDocker } from "./dockerd/leftovers.ts";
import { install } from "./packages.ts";
import { dockerData, here, run } from "./places.ts";

export { openWayOut } from "./dockerd/forwarding.ts";

/** A Docker engine of the lab's own, where there is none: nothing of it is shared with another on the same machine. */
export const host = `unix://${run}/docker.sock`;

export function start(docker: Docker): Promise<void> {
	return step(
		"docker",
		"starting the lab's own Docker engine",
		async (step) => {
			await install(step, {
				dockerd: "docker.io",
				docker: "docker.io docker-cli",
				containerd: "containerd",
				runc: "runc",
				iptables: "iptables",
			});
			await killDocker(); // what a crash left behind
			await mkdir(run, { recursive: true, mode: 0o700 });
			await mkdir(dockerData, { recursive: true, mode: 0o711 });
			await configure(step);
			launch(step, "containerd", [
				"containerd",
				"--config",
				`${run}/containerd.toml`,
			]);
			launch(step, "dockerd", [
				"dockerd",
				"--config-file",
				`${run}/slipway-docker.json`,
			]);
			for (let tries = 0; !(await docker.answers()); tries++) {
				if (tries > 100)
					throw new LabError(
						"the lab's own Docker engine does not start",
						"the lines above say why; privileged containers must be possible on this machine",
						step.tail(),
					);
				await sleep(100);
			}
		},
	);
}

/** Also what a crash left of it; without one, nothing happens. */
export async function stop(): Promise<void> {
	await killDocker();
	await closeWayOut();
}

async function configure(step: Step): Promise<void> {
	await writeFile(
		`${run}/containerd.toml`,
		`version = 2
root = "${dockerData}/containerd"
state = "${run}/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${run}/containerd.sock"
`,
	);
	const config = {
		hosts: [host],
		"data-root": join(dockerData, "docker"),
		"exec-root": `${run}/docker`,
		pidfile: `${run}/docker.pid`,
		containerd: `${run}/containerd.sock`,
		"cgroup-parent": `/${name}`,
		"exec-opts": ["native.cgroupdriver=cgroupfs"],
		// Two Docker engines would fight over the default bridge and over iptables' chains: see forwarding.ts.
		bridge: "none",
		iptables: false,
		ip6tables: false,
		...((await mayRaiseLimits()) ? {} : await shim(step)),
	};
	await writeFile(`${run}/slipway-docker.json`, JSON.stringify(config));
}

/** Without CAP_SYS_RESOURCE in the bounding set, privileged containers start only through the shim. */
async function mayRaiseLimits(): Promise<boolean> {
	const status = await readFile("/proc/self/status", "utf8");
	const bounding = BigInt(`0x${/CapBnd:\s*(\w+)/.exec(status)?.[1] ?? "0"}`);
	return ((bounding >> 24n) & 1n) === 1n;
}

async function shim(step: Step) {
	await install(step, { jq: "jq" });
	const path = join(state, "runc-here");
	await copyFile(join(here, "dockerd/runc-here"), path);
	return {
		runtimes: { here: { path } },
		"default-runtime": "here",
	};
}

function launch(step: Step, title: string, command: string[]): void {
	const [file = title, ...args] = command;
	const log = openSync(join(state, "log", `${title}.log`), "a", 0o600);
	const { SLIPWAY_LAB_JOB: _, ...env } = process.env;
	spawn(file, args, {
		detached: true,
		env: { ...env, SLIPWAY_LAB_DOCKER: name },
		stdio: ["ignore", log, log],
	})
		.on("error", (error) => step.write(`${title}: ${error.message}\n`))
		.unref();
}

/** Is it a lab's own Docker, of whatever name? */
export const isLabs = (host: string) =>
	existsSync(
		host.replace(/^unix:\/\/(.*)\/docker\.sock$/, "$1/slipway-docker.json"),
	);
