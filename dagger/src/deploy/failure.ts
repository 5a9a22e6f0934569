import type { JobStatus } from "kubernetes-types/batch/v1.js";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { Failure, type Line } from "../failures/failure.js";
import type { WaitResult } from "../health/wait.js";
import { findCondition } from "../kubernetes/condition.js";
import { findLiveObject, formatName } from "../kubernetes/object.js";
import { isPreDeployJob } from "../manifests/prerequisites.js";
import { findLiveRelease } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import { gatherEvidence } from "../report/evidence.js";
import { describeFailure } from "../report/failed.js";
import type { Context } from "./context.js";
import { OnFailure } from "./on-failure.js";
import { tryToEndRecord } from "./record.js";
import { describeEnv, recordedRelease } from "./recorded.js";
import { type Restored, restore } from "./restore.js";

/** The failure of a wait, with its evidence. */
export async function describeUnready(
	{ release, mask }: Context,
	lock: DeployLock,
	result: WaitResult,
): Promise<Failure> {
	const evidence = await gatherEvidence(lock, result, mask);
	return describeFailure(result, release.image, evidence);
}

/** A failure to delete what the manifests have no longer: the release runs all the same. */
export function describeLeftovers({ record }: Context, error: Error): Failure {
	const now = `release ${record?.number} runs; what its manifests have no longer is still there, and the next deploy tries again`;
	return withNow(error, [say(now)]);
}

/** A failure to put on record that the release runs. */
export function describeUnrecorded({ record }: Context, error: Error): Failure {
	const now = `release ${record?.number} runs and is ready; its record may say that it has not ended`;
	return withNow(error, [say(now)], "run this again once it can be recorded");
}

/** After a failure, brings the release back that ran before, whole; the answer is the failure with what runs now. */
export async function rollBack(
	context: Context,
	lock: DeployLock,
	error: Error,
): Promise<Failure> {
	const { now, ...ending } = await tryToRollBack(context, lock);
	const told = withNow(error, now);
	await tryToEndRecord(context, lock, { ...ending, failure: told });
	return told;
}

type Return = Pick<ReleaseRecord, "outcome" | "wentBackTo"> & { now: Line[] };

async function tryToRollBack(
	context: Context,
	lock: DeployLock,
): Promise<Return> {
	const live = findLiveRelease(context.records);
	if (context.options.onFailure === OnFailure.Keep || !live) {
		const now = context.hasApplied
			? "what was applied is kept"
			: "the workloads were not changed";
		return { outcome: "failed", now: [say(now)] };
	}
	const back = await context.steps
		.run("rollback", () => restore(context, lock, live), {
			isGood: ({ outcome }) => outcome === "ready",
		})
		.then(
			(result) => describeReturn(result, live),
			(error: Error): Return => ({
				outcome: "failed",
				now: describe(
					error,
					(what) => `going back to release ${live.number} failed: ${what}`,
				),
			}),
		);
	const stays = describeJobs(context).map(say);
	const others = describeEnv(context, recordedRelease(live)).map(say);
	return { ...back, now: [...back.now, ...stays, ...others] };
}

/** What nothing takes back: the pre-deploy Jobs that have run, or may run on. */
function describeJobs({ release, preDeploy }: Context): string[] {
	if (!preDeploy) return [];
	const { health, snapshot } = preDeploy;
	return release.objects.filter(isPreDeployJob).flatMap((job) => {
		const live = findLiveObject(job, snapshot) ?? job;
		const {
			succeeded = 0,
			failed = 0,
			active = 0,
		} = (live.status ?? {}) as JobStatus;
		const hasFailed = findCondition(live, "Failed")?.status === "True";
		const isReady = health.get(job)?.status === "ready";
		const name = formatName(job);
		if (succeeded + failed > 0 || hasFailed || isReady)
			return [`${name} has run, and nothing takes back what it did`];
		const stop = `kubectl delete job/${job.metadata.name}`;
		return active > 0 ? [`${name} may still run: ${stop} stops it`] : [];
	});
}

function describeReturn(
	{ outcome, health, removalError }: Restored,
	{ number, image }: ReleaseRecord,
): Return {
	const left = removalError
		? describe(removalError, (what) => `${what}; the next deploy tries again`)
		: [];
	if (outcome === "ready")
		return {
			outcome: "rolled back",
			wentBackTo: number,
			now: [say(`release ${number} runs again: ${image}`), ...left],
		};
	const unready = [...health].filter(([, { status }]) => status !== "ready");
	return {
		outcome: "failed",
		now: [
			...unready.map(([object, { message }]) =>
				say(
					`release ${number} is applied again and not ready: ${formatName(object)}: ${message}`,
				),
			),
			...left,
		],
	};
}

/** Another failure among the evidence. */
function describe(error: Error, inWords: (what: string) => string): Line[] {
	const { what, evidence } = toFailure(error);
	return [say(inWords(what)), ...evidence];
}

function toFailure(error: Error): Failure {
	return error instanceof Failure
		? error
		: new Failure(error.message, { cause: error });
}

/** The same failure with what runs now, and a next step if it has none. */
function withNow(error: Error, now: Line[], next?: string): Failure {
	const failure = toFailure(error);
	return new Failure(failure.what, {
		evidence: [...failure.evidence, ...now],
		next: failure.next ?? next,
		cause: error,
	});
}

function say(text: string): Line {
	return { label: "now", text };
}
