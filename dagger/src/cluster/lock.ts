import { Failure } from "../failures/failure.js";
import { type Commit, formatCommit, isOlder } from "../input/commit.js";
import { type Cluster, type Options, refusal } from "../kubectl/cluster.js";
import type { Answer, Call } from "../kubectl/script.js";
import type { Clock } from "../system/clock.js";
import {
	acquireRequest,
	findCommit,
	formatHolder,
	formatNotes,
	isHeld,
	type Lease,
	leaseSeconds,
	type Notes,
	parseLease,
	readRequest,
	releaseRequest,
	renewalSeconds,
	renewRequest,
} from "./lease.js";

const pause = 2;
/** Somebody else wrote the Lease, or deleted it: apimachinery/pkg/api/errors. */
const taken = /\((?:Conflict|AlreadyExists)\)|leases\S* "[^"]*" not found/;

/** Who wants to deploy what. */
export type Claim = {
	app: string;
	/** Who deploys, in words. */
	by: string;
	commit?: Commit;
	/** Deploy even what is older than what was deployed last. */
	allowOlder: boolean;
	/** How long to wait for another deploy to end, in seconds. */
	timeout: number;
};

/** The Lease as it was read before, and when. */
export type Seen = { lease?: Lease; since: number };

export type World = {
	cluster: Cluster;
	clock: Clock;
	print: (line: string) => void;
};

/** Refuses to go back in history without being told to. */
export function requireNewest(
	{ commit, allowOlder }: Pick<Claim, "commit" | "allowOlder">,
	lease?: Lease,
): void {
	const live = lease && findCommit(lease);
	if (!allowOlder && commit && live && isOlder(commit, live))
		throw new Failure(
			`${formatCommit(commit)} is older than ${formatCommit(live)}, which was deployed already: nothing was changed; deploy it all the same with --allow-older`,
		);
}

/** Does what only one deploy of an app may do at a time. */
export async function withDeployLock<Result>(
	world: World,
	claim: Claim,
	seen: Seen,
	work: (lock: DeployLock) => Promise<Result>,
): Promise<Result> {
	const lock = await acquireDeployLock(world, claim, seen);
	try {
		return await work(lock);
	} finally {
		await lock.release();
	}
}

/** Waits until nobody else deploys the app, and keeps others out from then on. */
async function acquireDeployLock(
	{ cluster, clock, print }: World,
	claim: Claim,
	seen: Seen,
): Promise<DeployLock> {
	const holder = `${claim.by || "somebody"} (run ${crypto.randomUUID().slice(0, 6)})`;
	const start = clock.now();
	let { lease, since } = seen;
	for (let told = ""; ; ) {
		requireNewest(claim, lease);
		const now = clock.now();
		if (!isHeld(lease, now, now - since)) {
			const [answer] = await cluster.run(
				...acquireRequest(claim.app, holder, lease, now),
			);
			if (answer?.code === 0)
				return new DeployLock(cluster, answer, clock, lease !== seen.lease);
			if (!answer || !taken.test(answer.stderr)) throw refused(answer);
		} else {
			const other = formatHolder(lease as Lease);
			if (now - start >= claim.timeout)
				throw new Failure(
					`another deploy of ${claim.app} runs in namespace ${cluster.namespace}: ${other}; nothing was changed; wait until it has ended, or give it more time with --timeout`,
				);
			if (other !== told) print(`  waits for the deploy of ${other}`);
			told = other;
			await clock.sleep(pause);
		}
		const [answer] = await cluster.run([readRequest(claim.app)]);
		if (answer?.code !== 0) throw refused(answer);
		const found = parseLease(answer.stdout);
		if (versionOf(found) !== versionOf(lease)) since = clock.now();
		lease = found;
	}
}

/** The cluster for the one who may write: each conversation renews the Lease when it is time. */
export class DeployLock implements Cluster {
	private lease: Lease;
	private renewedAt: number;
	private notes: Notes = {};
	private isDue = false;

	constructor(
		private readonly cluster: Cluster,
		answer: Answer,
		private readonly clock: Clock,
		/** Whether others may have written since the Lease was first read. */
		readonly waited: boolean,
	) {
		this.lease = JSON.parse(answer.stdout) as Lease;
		this.renewedAt = clock.now();
	}

	get namespace(): string {
		return this.cluster.namespace;
	}

	/** The commit that was deployed last, as far as the Lease knows. */
	get commit(): Commit | undefined {
		return findCommit(this.lease);
	}

	/** Lets the Lease name a commit, from the next conversation on. */
	record(commit: Commit | undefined): void {
		this.notes = formatNotes(commit);
		this.isDue = true;
	}

	async run(calls: Call[], options?: Options): Promise<Answer[]> {
		const now = this.clock.now();
		const age = now - this.renewedAt;
		if (age < renewalSeconds && !this.isDue)
			return this.cluster.run(calls, options);
		const renewal = renewRequest(this.lease, now, this.notes);
		const [first, ...answers] = await this.cluster.run(
			[renewal, ...calls],
			options,
		);
		if (first?.code === 0) {
			this.lease = JSON.parse(first.stdout) as Lease;
			this.renewedAt = now;
			this.isDue = false;
			return answers;
		}
		const isLost = taken.test(first?.stderr ?? "");
		if (isLost || this.clock.now() - this.renewedAt >= leaseSeconds)
			throw refused(first);
		// The Lease is still ours: the calls go without the renewal, which the next conversation tries again.
		return answers.length > 0 ? answers : this.cluster.run(calls, options);
	}

	/** A Lease that cannot be released runs out by itself. */
	async release(): Promise<void> {
		const last = releaseRequest(this.lease, this.notes);
		await this.cluster.run([last]).catch(() => undefined);
	}
}

function refused(answer = { code: 1, stdout: "", stderr: "" }): Failure {
	if (taken.test(answer.stderr))
		return new Failure(
			"another deploy has begun, because this one did not show for too long that it still runs: it stops here; run it again if it is the newer one",
		);
	return refusal("the Lease that names who deploys cannot be written", answer);
}

function versionOf(lease: Lease | undefined): string | undefined {
	return lease?.metadata.resourceVersion;
}
