import { explain } from "./failure.ts";
import { name, state } from "./lab.ts";
import { lock, stopHolder } from "./lock.ts";
import { killJobs } from "./processes.ts";
import { say } from "./progress.ts";

/** Runs a command to its end: failures as text, and nothing of it left running when it is stopped. */
export async function command(work: () => Promise<void>): Promise<void> {
	let stopped = false;
	for (const [signal, code] of [
		["SIGINT", 130],
		["SIGTERM", 143],
		["SIGHUP", 129],
	] as const)
		process.once(signal, () => {
			stopped = true;
			say(`✗ stopped (${signal}); ci/lab/up goes on where it was`);
			void killJobs().finally(() => process.exit(code));
		});
	try {
		await work();
	} catch (error) {
		if (stopped) return; // what is said is that it was stopped
		say(explain(error));
		await killJobs();
		process.exit(1);
	}
}

/** Runs the work as the only one that changes this lab. An `up` waits for another `up`; a `down` stops it. */
export async function exclusively(
	title: "up" | "down",
	work: () => Promise<void>,
): Promise<void> {
	const release = await lock(state, title, (holder) => {
		const other = `ci/lab/${holder.command} (process ${holder.pid})`;
		if (title === "down" && holder.command === "up") {
			say(`  ${name}: stopping ${other}`);
			void stopHolder(holder);
		} else say(`  ${name}: ${other} is at work: waiting for it`);
	});
	try {
		await killJobs(); // of one that was killed
		await work();
	} finally {
		release();
	}
}
