import { readdir, readFile } from "node:fs/promises";
import { engine, shell } from "./lab.js";

/** What the engine has logged. */
export async function logsOfTheEngine(): Promise<string[]> {
	const { stdout, stderr } = await shell`docker logs ${engine}`;
	return [stdout, stderr];
}

/** Everything that the engine keeps, unpacked layers, build cache and data base alike. */
export async function filesOfTheEngineWith(words: string[]): Promise<string[]> {
	const { stdout } = await shell({
		input: words.join("\n"),
	})`docker exec --interactive ${engine} grep --recursive --files-with-matches --text --fixed-strings --devices=skip --file=- /var/lib/dagger`;
	return stdout.split("\n").filter((line) => line !== "");
}

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
