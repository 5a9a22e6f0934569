import { readdir, readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { engine, kubectl, shell } from "./lab.js";

/** What the engine has logged since a time. */
export async function logsOfTheEngine(since: Date): Promise<string[]> {
	const { stdout, stderr } =
		await shell`docker logs --since=${since.toISOString()} ${engine}`;
	return [stdout, stderr];
}

/** All that the namespace has, but for the data of Secrets; of the records of releases, what is in them. */
export async function objectsOf(namespace: string): Promise<string> {
	const kinds = await kubectl(
		...["api-resources", "--namespaced", "--verbs=list", "--output=name"],
	);
	const json = await kubectl(
		...["get", kinds.trim().split("\n").join(","), `--namespace=${namespace}`],
		...["--output=json", "--show-managed-fields"],
	);
	const { items } = JSON.parse(json) as {
		items: { data?: { release?: string }; kind: string }[];
	};
	return items
		.map((object) => {
			const { data, ...rest } = object;
			if (object.kind !== "Secret") return JSON.stringify(object);
			const packed = Buffer.from(data?.release ?? "", "base64");
			const record = data?.release ? gunzipSync(packed).toString() : "";
			return JSON.stringify(rest) + record;
		})
		.join("\n");
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
			await new Promise((resolve) => setTimeout(resolve, 100));
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
