import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";

// A second lab, beside the one that may be up: a name, network and, where there is no Docker, a Docker engine of its own.
const name = "slipway-lab-test";
const commands = join(import.meta.dirname, "../../ci/lab");
const state = join(
	process.env.XDG_STATE_HOME || join(homedir(), ".local/state"),
	"slipway",
	name,
);
const env = { ...process.env, SLIPWAY_LAB_NAME: name };

interface Result {
	code: number;
	output: string;
}

function lab(command: string, ...args: string[]): Promise<Result> {
	return new Promise((resolve) => {
		const child = spawn(join(commands, command), args, {
			env,
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (data) => (output += data));
		child.on("close", (code, signal) =>
			resolve({ code: code ?? 128, output: output + (signal ?? "") }),
		);
	});
}

async function labIs(condition: "up" | "down"): Promise<void> {
	const { code, output } = await lab("status");
	expect({ up: code === 0, output }).toEqual({
		up: condition === "up",
		output,
	});
}

/** Runs a command in a shell that has evaluated what ci/lab/env prints. */
function inLab(script: string): string {
	const all = `eval "$('${commands}/env')" && ${script}`;
	return execFileSync("bash", ["-ec", all], {
		env,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
	});
}

/** The Docker that the lab lives in; its own is gone when the lab is. */
const docker = (): { host: string; own: boolean } =>
	JSON.parse(readFileSync(join(state, "docker.json"), "utf8"));

/** Every process that mentions the lab in its command line, environment or cgroup. */
function processes(): number[] {
	const mentions = (pid: string) =>
		["cmdline", "environ", "cgroup"].some((file) => {
			try {
				return readFileSync(`/proc/${pid}/${file}`, "utf8").includes(name);
			} catch {
				return false; // gone in the meantime
			}
		});
	const alive = (pid: string) => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
		} catch {
			return false;
		}
	};
	return readdirSync("/proc")
		.filter(
			(pid) =>
				/^\d+$/.test(pid) &&
				pid !== String(process.pid) &&
				alive(pid) &&
				mentions(pid),
		)
		.map(Number);
}

function killProcesses(): void {
	for (const pid of processes())
		try {
			process.kill(pid, "SIGKILL");
		} catch {} // died with another
}

function leftBehind(host: string) {
	const list = (...args: string[]) => {
		const filter = ["--filter", `label=slipway.lab=${name}`, "--quiet"];
		const all = ["--host", host, ...args, ...filter];
		return execFileSync("docker", all, { encoding: "utf8" })
			.split("\n")
			.filter(Boolean);
	};
	const answers = existsSync(host.replace("unix://", ""));
	return {
		containers: answers ? list("ps", "--all") : [],
		volumes: answers ? list("volume", "ls") : [],
		networks: answers ? list("network", "ls") : [],
		processes: processes(),
		mounts: readFileSync("/proc/self/mountinfo", "utf8")
			.split("\n")
			.filter((line) => line.includes(name)),
		folders: [state, join("/run", name)].filter((path) => existsSync(path)),
	};
}

const nothing = {
	containers: [],
	volumes: [],
	networks: [],
	processes: [],
	mounts: [],
	folders: [],
};

beforeAll(() => lab("down"));
afterAll(() => lab("down"));

test("two shells call up at once: one brings it up, the other waits and finds it up", async () => {
	const [one, two] = await Promise.all([lab("up"), lab("up")]);
	expect([one.code, two.code], one.output + two.output).toEqual([0, 0]);
	const output = [one.output, two.output];
	expect(output.filter((text) => text.includes(`${name} is up:`))).toHaveLength(
		1,
	);
	expect(
		output.filter((text) => text.includes(`${name} is up already`)),
	).toHaveLength(1);
	await labIs("up");
});

test("up on a lab that is up changes nothing", async () => {
	const started = Date.now();
	const { output } = await lab("up");
	expect(output).toContain("is up already");
	expect(Date.now() - started).toBeLessThan(60_000);
});

test("the registry asks for the login that env gives", () => {
	const curl = 'curl --silent --output /dev/null --write-out "%{http_code}"';
	expect(inLab(`${curl} "$LAB_REGISTRY_URL/v2/"`)).toBe("401");
	expect(
		inLab(
			`${curl} --user "$LAB_USERNAME:$LAB_PASSWORD" "$LAB_REGISTRY_URL/v2/"`,
		),
	).toBe("200");
});

test("down --keep keeps what is in the cluster", async () => {
	inLab("kubectl create namespace kept");
	expect((await lab("down", "--keep")).code).toBe(0);
	await labIs("down");
	expect(processes()).toEqual([]);
	await lab("up");
	expect(inLab("kubectl get namespace kept --output=name")).toBe(
		"namespace/kept\n",
	);
});

test("up works after kill -9 of everything", async () => {
	const { host, own } = docker();
	if (own) killProcesses();
	else
		execFileSync("bash", [
			"-c",
			`docker --host ${host} kill $(docker --host ${host} ps -qf label=slipway.lab=${name})`,
		]);
	await labIs("down");
	const { code, output } = await lab("up");
	expect(code, output).toBe(0);
	await labIs("up");
	expect(inLab("kubectl get namespace kept --output=name")).toBe(
		"namespace/kept\n",
	);
});

test("down in the middle of up stops it, and leaves nothing behind", async () => {
	const { host } = docker();
	await lab("down");
	const up = lab("up");
	await sleep(3000);
	const down = await lab("down");
	expect(down.code, down.output).toBe(0);
	const { code, output } = await up;
	expect(code, output).not.toBe(0);
	expect(leftBehind(host)).toEqual(nothing);
});

test("down leaves nothing behind, not even after a crash in the middle of up", async () => {
	const up = lab("up");
	await sleep(4000);
	const { host } = docker();
	killProcesses();
	await up;
	expect((await lab("down")).code).toBe(0);
	expect(leftBehind(host)).toEqual(nothing);
});

test("what is not up says so", async () => {
	await labIs("down");
	const { code, output } = await lab("env");
	expect(code).toBe(1);
	expect(output).toContain("is not up");
	expect((await lab("down")).code).toBe(0);
});
