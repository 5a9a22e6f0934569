import type { Case } from "./case.js";
import type { Watched } from "./deploy.js";
import { firstReport } from "./reports.js";

/** How long a failure was known when the verdict came, in seconds: the clocks leave a span. */
export type Known = { least: number; most: number };

/**
 * It is known once the step that failed looks: on a busy machine the cluster may have said it before. What the API server
 * refuses it does not keep.
 */
export async function measure(
	{ object, report }: Case,
	{ began, verdict, ended }: Watched,
	namespace: string,
): Promise<Known> {
	if (!object) return { least: ended - began, most: ended - began };
	const { at, resolution } = await firstReport(namespace, report);
	const seen = Math.max(at + resolution, began);
	return { least: verdict - seen, most: verdict - at };
}

export function line({ name, entry, grace }: Case, { least, most }: Known) {
	return [
		name.padEnd(36),
		entry.name.padEnd(24),
		entry.class.padEnd(13),
		`${grace} s`.padStart(5),
		`${least.toFixed(1)} – ${most.toFixed(1)} s`.padStart(18),
	].join("");
}
