import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { LabError } from "./failure.ts";

/** The lab's name and its places. SLIPWAY_LAB_NAME runs a second lab beside the first; both share the cache. */
export const name = labName(process.env.SLIPWAY_LAB_NAME);

const home = (variable: string, fallback: string) =>
	resolve(process.env[variable] || join(homedir(), fallback));

export const cache = join(home("XDG_CACHE_HOME", ".cache"), "slipway/lab");
export const state = join(
	home("XDG_STATE_HOME", ".local/state"),
	"slipway",
	name,
);
/** Sockets of the lab's own Docker: short paths, gone after a reboot. */
export const run = join("/run", name);
/** The lab's own Docker's images, kept by `down`. */
export const dockerData = join(cache, "docker", name);

export const here = import.meta.dirname;
export const label = `slipway.lab=${name}`;
export const container = (part: string) => `${name}-${part}`;

export const registryAddress = "registry.lab:5000";
export const mirrorAddress = "mirror.lab:5000";
export const username = "alice";

export function labName(given: string | undefined): string {
	const chosen = given || "slipway-lab";
	if (!/^[a-z][a-z0-9-]{1,40}$/.test(chosen))
		throw new LabError(
			`SLIPWAY_LAB_NAME is “${chosen}”, which names no lab`,
			"use 2 to 41 lowercase letters, digits and hyphens, starting with a letter",
		);
	return chosen;
}
