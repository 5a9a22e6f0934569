import type { ApplyTimes, Changes } from "../cluster/apply-times.js";
import type { LockRequest } from "../cluster/lock.js";
import type { Preflight } from "../cluster/preflight.js";
import type { World } from "../cluster/world.js";
import type { HealthMap, WaitResult } from "../health/wait.js";
import type { Commit } from "../input/commit.js";
import type { Variables } from "../input/dotenv.js";
import type { KubeObject } from "../kubernetes/object.js";
import type { Release } from "../manifests/release.js";
import type { ReleaseRecord } from "../release/record.js";
import type { Steps } from "../report/steps.js";
import type { OnFailure } from "./on-failure.js";

/** How the manifests and the image come to be: Dagger does that, or they are on record. */
export type ReleaseSource = {
	/** The manifests, with a placeholder for the image's digest. */
	render(): Promise<KubeObject[]>;
	/** Takes the steps to the image, for the cluster as it was found and the releases that it has on record. */
	ship(
		steps: Steps,
		found: Preflight,
		records: ReleaseRecord[],
	): Promise<Shipped>;
	/** The rendered manifests with that image in place, made for the cluster as it was found. */
	release(rendered: KubeObject[], image: string, found: Found): Release;
};

/** An image that is in its registry. */
export type Shipped = {
	/** Its reference by digest. */
	image: string;
	contentKey?: string;
	/** Why it is built, or need not be. */
	why?: string;
};

/** The cluster as it was found, and the key by which the app's own secrets are hashed. */
export type Found = Preflight & { envKey: string };

/** What a caller chooses for one run. */
export type DeployOptions = LockRequest & {
	/** The name of the pull secret, if there is one. */
	secretName?: string;
	commit?: Commit;
	tags: string[];
	/** Deploy even a commit that is older than the one that runs. */
	allowOlder?: boolean;
	/** Whose login it holds. */
	account?: string;
	/** The app's own secrets; none where they stay as they are. */
	env?: Variables;
	createNamespace?: boolean;
	/** Take over what other field managers own, and what other apps have applied. */
	forceConflicts?: boolean;
	/** Take over what other field managers own: a release on record comes back whole. */
	forceFields?: boolean;
	onFailure?: OnFailure;
};

/** What the steps of a run share. */
export type Context = World & {
	options: DeployOptions;
	steps: Steps;
	/** The manifests, with a placeholder for the image's digest. */
	rendered: KubeObject[];
	release: Release;
	contentKey?: string;
	/** The cluster as it was before. */
	found: Found;
	/** Makes the release for the cluster as it is found, and what it has on record. */
	makeRelease(found: Found, records: ReleaseRecord[]): Release;
	/** The releases before this one. */
	records: ReleaseRecord[];
	/** When the pre-deploy Jobs, and what they need, were applied. */
	applied?: ApplyTimes;
	/** How the wait for the pre-deploy Jobs ended. */
	preDeploy?: WaitResult;
	/** Whether this run has begun to change the workloads. */
	hasApplied?: boolean;
	changes?: Changes;
	/** How the wait for its workloads ended. */
	result?: WaitResult;
	/** What this run puts on record, as soon as it does. */
	record?: ReleaseRecord;
};

/** What a run did to each object, and how each is. */
export type Outcome = {
	changes: Changes;
	health: HealthMap;
	removed: KubeObject[];
};
