import { readdir, readFile } from "node:fs/promises";

/** Collects the command lines of all processes on this machine, those in containers too. */
export function watchCommandLines(): { stop(): Promise<string[]> } {
	const seen = new Set<string>();
	let watching = true;
	const watch = (async () => {
		while (watching) {
			const processes = (await readdir("/proc")).filter((name) =>
				/^\d+$/.test(name),
			);
			const lines = await Promise.all(
				processes.map((id) =>
					readFile(`/proc/${id}/cmdline`, "utf8").catch(() => ""),
				),
			);
			for (const line of lines) seen.add(line.replaceAll("\0", " "));
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	})();
	return {
		stop: async () => {
			watching = false;
			await watch;
			return [...seen];
		},
	};
}
