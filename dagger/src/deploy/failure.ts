import type { DeployLock } from "../cluster/deploy-lock.js";
import { Failure, type Line } from "../failures/failure.js";
import type { WaitResult } from "../health/wait.js";
import { formatName } from "../kubernetes/object.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import { findLive } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import { gatherEvidence } from "../report/evidence.js";
import { describeFailure } from "../report/failed.js";
import type { Context } from "./context.js";
import { OnFailure } from "./on-failure.js";
import { endRecord } from "./record.js";
import { restore } from "./restore.js";

/** The failure of a wait, with its evidence. */
export async function describeUnready(
	{ release }: Context,
	lock: DeployLock,
	result: WaitResult,
): Promise<Failure> {
	const evidence = await gatherEvidence(lock, result);
	return describeFailure(result, release.image, evidence);
}

/** After a failure, brings the release back that ran before, whole; the answer is the failure with what runs now. */
export async function goBack(
	context: Context,
	lock: DeployLock,
	error: Error,
): Promise<Failure> {
	const failure =
		error instanceof Failure
			? error
			: new Failure(error.message, { cause: error });
	const { now, ...ending } = await tryToGoBack(context, lock);
	const told = new Failure(failure.what, {
		evidence: [...failure.evidence, ...now],
		next: failure.next,
		cause: failure.cause,
	});
	// What cannot be recorded any more is told all the same.
	await endRecord(context, lock, { ...ending, failure: told }).catch(
		() => undefined,
	);
	return told;
}

type Return = Pick<ReleaseRecord, "outcome" | "wentBackTo"> & { now: Line[] };

async function tryToGoBack(
	context: Context,
	lock: DeployLock,
): Promise<Return> {
	const live = findLive(context.records);
	if (context.options.onFailure === OnFailure.Keep || !live) {
		const now = context.hasApplied
			? "what was applied is kept"
			: "the workloads were not changed";
		return { outcome: "failed", now: [say(now)] };
	}
	const migrations = context.release.objects.filter(isPreDeployJob);
	const stays = migrations.map((job) =>
		say(`${formatName(job)} has run, and nothing takes back what it did`),
	);
	const wentBackTo = live.number;
	return context.steps
		.run("rollback", () => restore(context, lock, live), {
			isGood: ({ outcome }) => outcome === "ready",
		})
		.then(
			(result): Return => {
				if (result.outcome === "ready") {
					const now = [say(`release ${wentBackTo} runs again: ${live.image}`)];
					return {
						outcome: "rolled back",
						wentBackTo,
						now: [...now, ...stays],
					};
				}
				const now = [...result.health]
					.filter(([, { status }]) => status !== "ready")
					.map(([object, { message }]) =>
						say(
							`release ${wentBackTo} is applied again and not ready: ${formatName(object)}: ${message}`,
						),
					);
				return { outcome: "failed", now: [...now, ...stays] };
			},
			(error: Error): Return => ({
				outcome: "failed",
				now: [
					say(`going back to release ${wentBackTo} failed: ${error.message}`),
					...stays,
				],
			}),
		);
}

function say(text: string): Line {
	return { label: "now", text };
}
