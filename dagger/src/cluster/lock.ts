import { Failure } from "../failures/failure.js";
import { DeployLock, isTaken, refused } from "./deploy-lock.js";
import {
	acquireRequest,
	formatHolder,
	isHeld,
	type Lease,
	leaseName,
	leaseSeconds,
	parseLease,
	readRequest,
} from "./lease.js";
import type { World } from "./world.js";

const pause = 2;

/** Who wants to deploy an app. */
export type LockRequest = {
	app: string;
	/** Who deploys, in words. */
	by?: string;
	/** How long to wait for another deploy to end, in seconds. */
	timeout: number;
};

/** The Lease as it was read before, and when. */
export type Seen = { lease?: Lease; since: number };

/** Does what only one deploy of an app may do at a time. */
export async function withDeployLock<Result>(
	world: World,
	request: LockRequest,
	seen: Seen,
	work: (lock: DeployLock) => Promise<Result>,
): Promise<Result> {
	const lock = await acquireDeployLock(world, request, seen);
	try {
		return await work(lock);
	} finally {
		await lock.release();
	}
}

/** Waits until nobody else deploys the app, and keeps others out from then on. */
async function acquireDeployLock(
	{ cluster, clock, print }: World,
	request: LockRequest,
	seen: Seen,
): Promise<DeployLock> {
	const holder = `${request.by || "somebody"} (run ${crypto.randomUUID().slice(0, 6)})`;
	const start = clock.now();
	let { lease, since } = seen;
	const hold = (own: Lease) =>
		new DeployLock(cluster, own, clock, lease !== seen.lease);
	for (let told = ""; ; ) {
		const now = clock.now();
		if (!isHeld(lease, now - since)) {
			const [answer] = await cluster.run(
				...acquireRequest(request.app, holder, lease, now),
			);
			if (answer?.code === 0) return hold(JSON.parse(answer.stdout) as Lease);
			if (!answer || !isTaken(answer)) throw refused(answer);
		} else {
			const other = formatHolder(lease as Lease);
			if (now - start >= request.timeout)
				throw new Failure(
					`another deploy of ${request.app} runs in namespace ${cluster.namespace}: ${other}; nothing was changed; wait until it has ended, or give it more time with --timeout`,
				);
			if (other !== told) print(`  waits for the deploy of ${other}`);
			told = other;
			await clock.sleep(pause);
		}
		const asked = clock.now();
		const [answer] = await cluster.run([readRequest(leaseName(request.app))]);
		if (answer?.code !== 0) throw refused(answer);
		const found = parseLease(answer.stdout);
		// It was acquired, and only the answer was lost.
		if (found?.spec.holderIdentity === holder) return hold(found);
		// While the cluster was away, nobody could have renewed it either.
		const wasAway = clock.now() - asked >= leaseSeconds / 2;
		if (wasAway || versionOf(found) !== versionOf(lease)) since = clock.now();
		lease = found;
	}
}

function versionOf(lease: Lease | undefined): string | undefined {
	return lease?.metadata.resourceVersion;
}
