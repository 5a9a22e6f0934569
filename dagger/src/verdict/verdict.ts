import { type KubeObject, nameOf } from "../manifests/objects.js";
import type { State } from "../rollout/index.js";
import type { Verdict } from "./wait.js";

/** A failed deploy in words: which object, why, the image, the evidence, the next step. */
export function verdictText(
	{ phase, states, seconds }: Verdict,
	image: string,
	evidence: string[],
): string {
	const open = [...states].filter(([, state]) => state.phase !== "ready");
	const [first, ...others] = open.sort(([, a], [, b]) => blame(b) - blame(a));
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

/** What has failed comes before what has a problem, and that before what only waits for others. */
function blame({ phase, problem }: State): number {
	return phase === "failed" ? 2 : problem ? 1 : 0;
}
