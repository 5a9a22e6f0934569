import type { Change } from "../cluster/apply-times.js";
import type { Failure } from "../failures/failure.js";
import type { Commit } from "../input/commit.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";

export type ReleaseOutcome =
	/** A run writes it now, or was killed. */
	| "deploying"
	/** It ran well, and is or was the live one. */
	| "deployed"
	/** It failed, and what was applied was kept. */
	| "failed"
	/** It failed, and the app went back to a release before. */
	| "rolled back"
	/** It ran well, and a later one was deployed. */
	| "superseded";

export type Step = {
	name: string;
	startedAt?: string;
	seconds: number;
	failed?: true;
};

/** A Pod of what was applied, as the run saw it last: times of the cluster's clock, to the second. */
export type PodTimes = {
	name: string;
	createdAt?: string;
	/** When the last of its containers started. */
	startedAt?: string;
	/** When it became ready; of one that is to end, when it ended well. */
	readyAt?: string;
};

/** What a deploy did: all that is needed to tell of it, and to do it again. */
export type ReleaseRecord = {
	/** The version of this form. */
	version: 1;
	app: string;
	number: number;
	outcome: ReleaseOutcome;
	/** By digest. */
	image: string;
	tags: string[];
	/** What the image was built from. */
	contentKey?: string;
	commit?: Commit;
	by: string;
	/** Times are in ISO 8601. */
	startedAt: string;
	endedAt?: string;
	steps: Step[];
	/** How long each workload needed to be ready, by its name in messages: `Deployment web`. */
	readySeconds: Record<string, number>;
	/** What was not there when the run began: `Deployment.apps web`. Of a run that has failed, the rest was not its own. */
	created?: string[];
	/** What the run did to each object, by the same names. */
	changes?: Record<string, Change | "deleted">;
	pods?: PodTimes[];
	/** The keyed hash of the app's own secrets that it ran with, and the key; none of their content. */
	env?: { key: string; hash: string };
	/** As they were applied. */
	objects: KubeObject[];
	/** What its manifests have no longer, and could not be deleted: the next deploy tries that again. */
	leftovers?: KubeObject[];
	failure?: Pick<Failure, "what" | "evidence" | "next">;
	/** The number of the release that runs since this one failed. */
	wentBackTo?: number;
};

/** Whether an app can go back to it. */
export function isGood({ outcome }: ReleaseRecord): boolean {
	return outcome === "deployed" || outcome === "superseded";
}

/** The objects that an app has by a release: of one that did not run well, those that it may have created. */
export function listOwn(record: ReleaseRecord): KubeObject[] {
	const { objects, created, changes } = record;
	if (isGood(record)) return objects;
	return objects.filter((object) =>
		created
			? created.includes(identify(object))
			: !changes || changes[formatName(object)] === "created",
	);
}

/** What became of a release: `release 11 failed`. */
export function formatRelease(record: ReleaseRecord): string {
	const { number, wentBackTo } = record;
	const endings: Record<ReleaseOutcome, string> = {
		deploying: "has not ended",
		deployed: "was deployed",
		failed: "failed",
		"rolled back": `failed and was rolled back${wentBackTo === undefined ? "" : ` to ${wentBackTo}`}`,
		superseded: "was superseded",
	};
	return `release ${number} ${endings[record.outcome]}`;
}
