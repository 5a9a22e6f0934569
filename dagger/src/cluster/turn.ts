import { type Commit, commitText, isOlder } from "../input/commit.js";
import { type Clock, type Steps, systemClock } from "../steps.js";
import { type Access, type Files, refusal } from "./cluster.js";
import type { Answer, Call, Order } from "./kubectl.js";
import {
	annotations,
	commitIn,
	givenBack,
	holderText,
	isHeld,
	type Lease,
	leaseIn,
	patch,
	readLease,
	renewalSeconds,
	renewed,
	take,
} from "./lease.js";

const pause = 2;
const lost = /\((?:Conflict|AlreadyExists)\)|leases\S* "[^"]*" not found/;

export type Claim = {
	app: string;
	/** Who deploys, in words. */
	by: string;
	commit?: Commit;
	/** Deploy even what is older than what was deployed last. */
	force: boolean;
	/** How long to wait for another's deploy to end, in seconds. */
	timeout: number;
};

/** The Lease as it was read before, and when. */
type Known = { lease?: Lease; since: number };

/** Refuses to go back in history without being told to. */
export function requireNewest({ commit, force }: Claim, lease?: Lease): void {
	const live = lease && commitIn(lease);
	if (!force && commit && live && isOlder(commit, live))
		throw new Error(
			`${commitText(commit)} is older than ${commitText(live)}, which was deployed already: nothing was changed; deploy it all the same with --force`,
		);
}

/** Does what only one deploy of an app may do at a time. */
export async function inTurn<Result>(
	cluster: Access,
	claim: Claim,
	known: Known,
	{ print }: Pick<Steps, "print">,
	work: (turn: Turn) => Promise<Result>,
): Promise<Result> {
	const turn = await takeTurn(cluster, claim, known, systemClock, print);
	try {
		return await work(turn);
	} finally {
		await turn.end();
	}
}

/** Waits until nobody else deploys the app, and keeps others out from then on. */
export async function takeTurn(
	cluster: Access,
	claim: Claim,
	known: Known,
	clock: Clock,
	print: (line: string) => void,
): Promise<Turn> {
	const holder = `${claim.by || "somebody"} (run ${crypto.randomUUID().slice(0, 6)})`;
	const start = clock.now();
	let { lease, since } = known;
	for (let told = ""; ; ) {
		requireNewest(claim, lease);
		const now = clock.now();
		if (!isHeld(lease, now, now - since)) {
			const [answer] = await cluster.run(
				...take(claim.app, holder, lease, now),
			);
			if (answer?.code === 0)
				return new Turn(cluster, answer, clock, lease !== known.lease);
			if (!answer || !lost.test(answer.stderr)) throw refused(answer);
		} else {
			const other = holderText(lease as Lease);
			if (now - start >= claim.timeout)
				throw new Error(
					`another deploy of ${claim.app} runs in namespace ${cluster.namespace}: ${other}; nothing was changed; wait until it has ended, or give it more time with --timeout`,
				);
			if (other !== told) print(`  waits for the deploy of ${other}`);
			told = other;
			await clock.sleep(pause);
		}
		const [answer] = await cluster.run([readLease(claim.app)]);
		if (answer?.code !== 0) throw refused(answer);
		const seen = leaseIn(answer.stdout);
		if (versionOf(seen) !== versionOf(lease)) since = clock.now();
		lease = seen;
	}
}

/** The cluster for the one who may write: each conversation renews the Lease when it is time. */
export class Turn implements Access {
	private lease: Lease;
	private at: number;
	private notes = {};

	constructor(
		private readonly cluster: Access,
		answer: Answer,
		private readonly clock: Clock,
		/** Whether others may have written since the Lease was first read. */
		readonly waited: boolean,
	) {
		this.lease = JSON.parse(answer.stdout) as Lease;
		this.at = clock.now();
	}

	get namespace(): string {
		return this.cluster.namespace;
	}

	/** The commit that was deployed last, as far as the Lease knows. */
	get commit(): Commit | undefined {
		return commitIn(this.lease);
	}

	/** Lets the Lease name a commit, from the next write on. */
	record(commit: Commit | undefined): void {
		this.notes = annotations(commit);
		this.at = -Infinity;
	}

	async run(calls: Call[], files?: Files, order?: Order): Promise<Answer[]> {
		const now = this.clock.now();
		if (now - this.at < renewalSeconds)
			return this.cluster.run(calls, files, order);
		const renewal = patch(this.lease, renewed(now), this.notes);
		const [first, ...answers] = await this.cluster.run(
			[renewal, ...calls],
			files,
			order,
		);
		if (first?.code !== 0) throw refused(first);
		this.lease = JSON.parse(first.stdout) as Lease;
		this.at = now;
		return answers;
	}

	/** Lets others deploy. A Lease that cannot be given back runs out by itself. */
	async end(): Promise<void> {
		const last = patch(this.lease, givenBack, this.notes);
		await this.cluster.run([last]).catch(() => undefined);
	}
}

function refused(answer = { code: 1, stdout: "", stderr: "" }): Error {
	if (lost.test(answer.stderr))
		return new Error(
			"another deploy has begun, because this one did not show for too long that it still runs: it stops here; run it again if it is the newer one",
		);
	return refusal("the Lease that names who deploys cannot be written", answer);
}

function versionOf(lease: Lease | undefined): string | undefined {
	return lease?.metadata.resourceVersion;
}
