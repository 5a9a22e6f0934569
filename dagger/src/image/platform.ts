import { Failure } from "../failures/failure.js";

/** At least one. */
export type Platforms = [string, ...string[]];

/**
 * The platforms to build for: those that were asked for; else what the cluster's nodes are, as far as that is known; else
 * the engine's own.
 */
export function choosePlatforms(
	asked: string[],
	nodes: string[],
	engine: string,
): Platforms {
	const [wanted, ...others] = asked;
	if (wanted !== undefined) return [wanted, ...others];
	const [first] = nodes;
	return first === undefined || canRun(nodes, engine) ? [engine] : [first];
}

/** What is wrong with platforms that no node of the cluster can run, if that is so. */
export function describeMismatch(
	platforms: string[],
	nodes: string[],
): string | undefined {
	if (nodes.length === 0 || platforms.some((each) => canRun(nodes, each)))
		return undefined;
	return `the image is for ${platforms.join(", ")}, and the cluster's nodes are ${nodes.join(", ")}: give --platforms=${nodes[0]}, unless other nodes are to come`;
}

/** A node tells no variant: linux/arm64/v8 is its linux/arm64. */
function canRun(nodes: string[], platform: string): boolean {
	const [os, architecture] = platform.split("/");
	return nodes.includes(`${os}/${architecture}`);
}

/** Refuses images for several platforms that the engine marks as for the same: a push would hold only one of them. */
export function requireDistinct(platforms: string[]): void {
	if (new Set(platforms).size === platforms.length) return;
	throw new Failure(
		`build: the engine marks the images for ${platforms.length} platforms as ${platforms.join(", ")}, and one push would hold only one of them: give one of --platforms at a time`,
	);
}
