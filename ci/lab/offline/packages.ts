import { existsSync } from "node:fs";
import { LabError } from "../failure.ts";
import type { Step } from "../progress.ts";
import { queue } from "./queue.ts";

const apt = queue();

/** Installs the Debian packages of the commands that are missing; one installation at a time. */
export const install = (step: Step, commands: Record<string, string>) =>
	apt(() => installMissing(step, commands));

async function installMissing(step: Step, commands: Record<string, string>) {
	const missing = Object.entries(commands).filter(
		([command]) => !onPath(command),
	);
	if (missing.length === 0) return;
	const packages = [
		...new Set(missing.flatMap(([, names]) => names.split(" "))),
	];
	if (process.getuid?.() !== 0 || !onPath("apt-get"))
		throw new LabError(
			`${step.title} needs ${missing.map(([command]) => command).join(", ")}`,
			`install it, on Debian or Ubuntu with: apt-get install ${packages.join(" ")}`,
		);
	const shell = step.$({
		env: {
			...process.env,
			DEBIAN_FRONTEND: "noninteractive",
		},
	});
	step.note = `installing ${packages.join(" ")}`;
	await shell`apt-get update -q`.nothrow();
	const available = await shell`apt-cache --generate pkgnames`;
	const known = new Set(available.stdout.split("\n"));
	await shell`apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 ${packages.filter((name) => known.has(name))}`;
	step.note = "";
}

/** Looks where root's programs are, too. */
export function onPath(command: string): boolean {
	return `${process.env.PATH}:/usr/sbin:/sbin:/usr/local/sbin`
		.split(":")
		.some((folder) => existsSync(`${folder}/${command}`));
}
