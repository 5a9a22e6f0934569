import { rm } from "node:fs/promises";
import { keyOf } from "../../key.ts";
import type { Artifact } from "../cache.ts";
import { install } from "../packages.ts";
import { versions } from "../versions.ts";

/** A minimal Debian as a tar file: the base of all that is built. */
export const debian: Artifact = {
	title: "debian",
	what: `a minimal Debian ${versions.debian} from packages`,
	key: keyOf(versions.debian, process.arch, "1"),
	async build(path, step) {
		await install(step, { debootstrap: "debootstrap debian-archive-keyring" });
		const root = `${path}.root`;
		const run = step.$`debootstrap --variant=minbase --include=ca-certificates ${versions.debian} ${root}`;
		run.stdout.on("data", (chunk: Buffer) => {
			step.note = String(chunk).trim().split("\n").at(-1)?.slice(0, 60) ?? "";
		});
		await run;
		const unneeded = ["cache/apt/*", "lib/apt/lists/*", "log/*"].map(
			(p) => `./var/${p}`,
		);
		const docs = ["doc", "man", "locale"].map((p) => `./usr/share/${p}/*`);
		const skip = [...unneeded, ...docs, "./dev/*"].flatMap((p) => [
			"--exclude",
			p,
		]);
		await step.$`tar --directory ${root} --numeric-owner --sort=name ${skip} --create --file ${path} .`;
		await rm(root, { recursive: true, force: true });
	},
};
