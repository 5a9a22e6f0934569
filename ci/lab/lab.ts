import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { LabError } from "./failure.ts";

/** The lab's name and its places. SLIPWAY_LAB_NAME runs a second lab beside the first; both share the cache. */
export const name = labName(process.env.SLIPWAY_LAB_NAME);

/** A folder of the user's, as the XDG variables place it. */
export const home = (variable: string, fallback: string) =>
	resolve(process.env[variable] || join(homedir(), fallback));

export const state = join(
	home("XDG_STATE_HOME", ".local/state"),
	"slipway",
	name,
);
/** The network's interface on the host: at most 15 characters. */
export const bridge = `slipway-${createHash("sha256").update(name).digest("hex").slice(0, 6)}`;

export const label = `slipway.lab=${name}`;
/** The roles that a lab always has; a mirror may come to them. */
export const roles = ["engine", "registry", "node"] as const;
export const container = (role: string) => `${name}-${role}`;

// Clients speak plain HTTP to names under .local by themselves.
export const registryAddress = "registry.local:5000";
export const mirrorAddress = "mirror.local:5000";
export const username = "alice";
/** An account that pulls. */
export const reader = "reader";
/** Where a deploy goes that names no other. */
export const namespace = "demo";

export function labName(given: string | undefined): string {
	const chosen = given || "slipway-lab";
	if (!/^[a-z][a-z0-9-]{1,40}$/.test(chosen))
		throw new LabError(
			`SLIPWAY_LAB_NAME is “${chosen}”, which names no lab`,
			"use 2 to 41 lowercase letters, digits and hyphens, starting with a letter",
		);
	return chosen;
}
