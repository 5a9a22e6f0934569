import { Failure, type Line } from "../failures/failure.js";
import type { Health } from "../health/health.js";
import type { WaitResult } from "../health/wait.js";
import { formatName } from "../kubernetes/object.js";

/** A deploy that failed: which object and why, the image, the evidence, the next step. */
export function describeFailure(
	{ outcome, health, seconds }: WaitResult,
	image: string,
	evidence: Line[],
): Failure {
	const open = [...health].filter(([, { status }]) => status !== "ready");
	const [first, ...others] = open.sort(([, a], [, b]) => blame(b) - blame(a));
	if (!first) throw new Error("nothing failed");
	const [object, { message, problem }] = first;
	const isLate = outcome === "timed out";
	const late = isLate ? `was not ready after ${seconds.toFixed(0)} s: ` : "";
	const look = "look at it with kubectl describe";
	const patience = isLate ? ", or give it more time with --timeout" : "";
	return new Failure(`✗ deploy: ${formatName(object)} ${late}${message}`, {
		evidence: [
			...others.map(
				([other, { message }]): Line => ({
					label: "also",
					text: `${formatName(other)}: ${message}`,
				}),
			),
			{ label: "image", text: image },
			...evidence,
		],
		next: problem?.cause.next ?? `${look}${patience}`,
	});
}

/** What has failed comes before what has a problem, and that before what only waits for others. */
function blame({ status, problem }: Health): number {
	return status === "failed" ? 2 : problem ? 1 : 0;
}
