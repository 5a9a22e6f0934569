import type { Answer } from "../kubectl/script.js";

/** What the nodes are; many accounts may not read that, and need not. */
export const nodesRequest = [
	"get",
	"nodes",
	"--output=jsonpath={range .items[*]}{.status.nodeInfo.operatingSystem}/{.status.nodeInfo.architecture} {end}",
];

/** The platforms of the nodes, as far as they may be read: `linux/amd64`. */
export function parsePlatforms({ stdout }: Answer): string[] {
	return [...new Set(stdout.split(/\s+/).filter((word) => word !== ""))];
}
