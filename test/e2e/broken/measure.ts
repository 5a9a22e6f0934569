import type { Case } from "./case.js";
import type { Watched } from "./deploy.js";
import { firstReport } from "./reports.js";

/** How long a failure was known when the verdict came, in seconds: the clocks leave a span. */
export type Known = { least: number; most: number };

/** What the API server refuses it does not keep: it was known when the step that failed began, or later. */
export async function measure(
	{ object, report }: Case,
	{ began, verdict, ended }: Watched,
	namespace: string,
): Promise<Known> {
	if (!object) return { least: ended - began, most: ended - began };
	const { at, resolution } = await firstReport(namespace, report);
	return { least: verdict - at - resolution, most: verdict - at };
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
