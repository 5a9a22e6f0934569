import type { Check } from "../failures/check.js";

const marks: Record<Check["result"], string> = {
	met: "✓",
	unmet: "✗",
	unknown: "?",
};

/** The preconditions of a deploy, a line each: what was found, and what to do where one is not met. */
export function formatChecks(checks: Check[]): string {
	return checks
		.flatMap(({ name, result, found, next }) => [
			`${marks[result]} ${name.padEnd(12)} ${found.replaceAll(/\s*\n\s*/g, " ")}`,
			...(next && result !== "met" ? [`  next         ${next}`] : []),
		])
		.join("\n");
}

/** The verdict over them. */
export function formatDiagnosis(checks: Check[]): string {
	const count = (result: Check["result"]) =>
		checks.filter((check) => check.result === result).length;
	const unknown = count("unknown");
	return [
		count("unmet") > 0
			? `${count("unmet")} of ${checks.length} checks found what would stop a deploy`
			: `${checks.length - unknown} of ${checks.length} checks are good`,
		...(unknown > 0 ? [`${unknown} cannot be known`] : []),
	].join(", ");
}
