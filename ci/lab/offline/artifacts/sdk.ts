import { mkdir, rm } from "node:fs/promises";
import type { Step } from "../../progress.ts";
import { obtain } from "../cache.ts";
import { install } from "../packages.ts";
import { debian } from "./debian.ts";
import { writeLayout } from "./oci.ts";
import { dagger } from "./programs.ts";

/** Packs an SDK as the engine loads it: an OCI layout of Debian, and of what is put into it beside Dagger's own programs. */
export async function packSdk(
	step: Step,
	path: string,
	fill: (root: string, programs: string) => Promise<void>,
): Promise<void> {
	await install(step, { pigz: "pigz" });
	step.note = "waiting for debian and dagger";
	const [base, programs] = await Promise.all([obtain(debian), obtain(dagger)]);
	const root = `${path}.root`;
	await mkdir(root);
	await step.$`tar --directory ${root} --numeric-owner --extract --file ${base}`;
	await fill(root, programs);
	step.note = "packing";
	await writeLayout(step, root, path);
	await rm(root, { recursive: true, force: true });
}
