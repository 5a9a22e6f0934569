import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Shell } from "zx";
import { LabError } from "./failure.ts";
import { state } from "./lab.ts";
import * as dockerd from "./offline/dockerd.ts";
import { jobEnvironment } from "./processes.ts";
import { say } from "./progress.ts";
import { $ } from "./shell.ts";

/** The Docker engine the lab lives in: the user's, or one of its own. Neither reads or writes the user's settings. */
export class Docker {
	constructor(
		readonly host: string,
		readonly own: boolean,
	) {}

	get environment(): NodeJS.ProcessEnv {
		return {
			...jobEnvironment(),
			DOCKER_HOST: this.host,
			DOCKER_CONFIG: join(state, "docker-config"),
			DOCKER_BUILDKIT: "0", // Debian's Docker has no buildx: one way to build for all
		};
	}

	/** Runs `docker …`; with a step's shell, into its log. */
	run(args: string[], shell: Shell = $) {
		return shell({ env: this.environment, quiet: true })`docker ${args}`;
	}

	async read(...args: string[]): Promise<string> {
		return (await this.run(args)).stdout.trim();
	}

	async lines(...args: string[]): Promise<string[]> {
		return (await this.read(...args)).split("\n").filter(Boolean);
	}

	async answers(): Promise<boolean> {
		const { exitCode } = await this.run([
			"version",
			"-f",
			"{{.Server.Version}}",
		])
			.nothrow()
			.timeout("10s");
		return exitCode === 0;
	}
}

/** The lab remembers where it lives: another Docker that starts or stops beside it changes nothing. */
const remembered = join(state, "docker.json");

export async function recall(): Promise<Docker | undefined> {
	if (!existsSync(remembered)) return undefined;
	const { host, own } = JSON.parse(await readFile(remembered, "utf8")) as {
		host: string;
		own: boolean;
	};
	return new Docker(host, own);
}

export async function remember({ host, own }: Docker): Promise<void> {
	await mkdir(state, { recursive: true, mode: 0o700 });
	await writeFile(remembered, JSON.stringify({ host, own }));
}

/** The Docker to use, started if it is the lab's own. */
export async function provide(): Promise<Docker> {
	const docker = (await recall()) ?? (await choose());
	await remember(docker);
	if (await docker.answers()) return docker;
	if (!docker.own)
		throw new LabError(
			`the Docker engine this lab lives in does not answer (${docker.host})`,
			"start it again, or take the lab down with ci/lab/down and run ci/lab/up",
		);
	await dockerd.start(docker);
	return docker;
}

async function choose(): Promise<Docker> {
	const users = new Docker(await usersHost(), false);
	if (await users.answers()) return users;
	if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
		throw new LabError(
			`no Docker engine answers at ${users.host}`,
			"start Docker (or add yourself to its group), or run this as root on Debian or Ubuntu, where the lab brings its own",
		);
	say(`  no Docker engine answers at ${users.host}: the lab brings its own`);
	return new Docker(dockerd.host, true);
}

/** As the docker command finds it; but not another lab's own, which goes when that lab goes. */
async function usersHost(): Promise<string> {
	const { DOCKER_HOST, ...env } = process.env;
	if (DOCKER_HOST && !dockerd.isLabs(DOCKER_HOST)) return DOCKER_HOST;
	const context = await $({
		env,
		quiet: true,
		nothrow: true,
	})`docker context inspect --format ${"{{.Endpoints.docker.Host}}"}`;
	return context.stdout.trim() || "unix:///var/run/docker.sock";
}
