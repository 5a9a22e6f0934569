import { type KubeObject, nameOf } from "./objects.js";
import type { Verdict } from "./wait.js";

/** A failed deploy in words: which object, why, the image, the evidence, the next step. */
export function verdictText(
	{ phase, states, seconds }: Verdict,
	image: string,
	evidence: string[],
): string {
	const open = [...states].filter(([, state]) => state.phase !== "ready");
	const [first, ...others] = open.sort(
		([, a], [, b]) =>
			Number(b.phase === "failed") - Number(a.phase === "failed"),
	);
	if (!first) return "";
	const [object, { message, problem }] = first;
	const late =
		phase === "late" ? `was not ready after ${seconds.toFixed(0)} s: ` : "";
	return [
		`✗ deploy: ${nameOf(object)} ${late}${message}`,
		...others.map(
			([other, state]: [KubeObject, { message: string }]) =>
				`  also     ${nameOf(other)}: ${state.message}`,
		),
		`  image    ${image}`,
		...evidence.map((line) => `  ${line}`),
		`  next     ${problem?.failure.next ?? (phase === "late" ? "look at it with kubectl describe, or give it more time with --timeout" : "look at it with kubectl describe")}`,
	].join("\n");
}
