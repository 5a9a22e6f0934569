import { readFile } from "node:fs/promises";
import { $ } from "../shell.ts";

export async function unmount(folder: string): Promise<void> {
	const mountinfo = await readFile("/proc/self/mountinfo", "utf8");
	for (const path of mountPoints(mountinfo, folder))
		await $({ quiet: true, nothrow: true })`umount --lazy ${path}`;
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
