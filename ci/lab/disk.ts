import { statfs } from "node:fs/promises";
import { LabError } from "./failure.ts";

export async function needSpace(
	folder: string,
	gigabytes: number,
): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = (bavail * bsize) / 1e9;
	if (free < gigabytes)
		throw new LabError(
			`the disk of ${folder} is full: ${free.toFixed(1)} GB are free, ${gigabytes} GB are needed`,
			"free some space and run it again: what is finished is kept",
		);
}
