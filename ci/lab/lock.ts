import { readFile, stat } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Holder {
	pid: number;
	command: string;
}

/**
 * A lock by name, as a listening socket in Linux's abstract namespace: the kernel frees it when its holder dies, however
 * it dies, and whoever waits can ask the holder who it is. Returns what gives the lock back.
 */
export async function lock(
	name: string,
	command: string,
	onHeld: (holder: Holder) => void = () => {},
): Promise<() => void> {
	for (let told = false; ; ) {
		const release = await tryLock(name, { pid: process.pid, command });
		if (release) return release;
		await waitForHolder(name, (holder) => {
			if (!told) onHeld(holder);
			told = true;
		});
		await sleep(20);
	}
}

const address = (name: string) => `\0slipway:${process.getuid?.()}:${name}`;

function tryLock(
	name: string,
	holder: Holder,
): Promise<(() => void) | undefined> {
	return new Promise((resolve, reject) => {
		const waiting = new Set<Socket>();
		const server = createServer((socket) => {
			waiting.add(socket.on("error", () => {}));
			socket.unref().write(JSON.stringify(holder));
		});
		server.once("error", (error: NodeJS.ErrnoException) =>
			error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
		);
		server.listen(address(name), () => {
			server.unref();
			resolve(() => {
				server.close();
				for (const socket of waiting) socket.destroy();
			});
		});
	});
}

function waitForHolder(
	name: string,
	onHeld: (holder: Holder) => void,
): Promise<void> {
	return new Promise((resolve) => {
		connect(address(name))
			.on("data", (data) => onHeld(JSON.parse(String(data)) as Holder))
			.on("error", () => {})
			.on("close", () => resolve());
	});
}

/** Stops the holder, if it is a process of ours: asks first, insists after ten seconds. */
export async function stopHolder({ pid }: Holder): Promise<void> {
	const ours = async () =>
		(await stat(`/proc/${pid}`)).uid === process.getuid?.() &&
		(await readFile(`/proc/${pid}/cmdline`, "utf8")).includes("ci/");
	if (!(await ours().catch(() => false))) return;
	process.kill(pid, "SIGTERM");
	for (let tries = 0; tries < 100; tries++) {
		await sleep(100);
		if (!(await ours().catch(() => false))) return;
	}
	process.kill(pid, "SIGKILL");
}
