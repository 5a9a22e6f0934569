import { Failure } from "../failures/failure.js";
import {
	type Cluster,
	type KubectlOptions,
	refusal,
} from "../kubectl/cluster.js";
import type { Answer, Call } from "../kubectl/script.js";
import type { Clock } from "../system/clock.js";
import {
	type Lease,
	leaseSeconds,
	parseLease,
	readRequest,
	releaseRequest,
	renewalSeconds,
	renewals,
	renewRequest,
} from "./lease.js";

/** The cluster for the one who may write: each conversation renews the Lease when it is time, and while it lasts. */
export class DeployLock implements Cluster {
	private renewedAt: number;

	constructor(
		private readonly cluster: Cluster,
		private lease: Lease,
		private readonly clock: Clock,
		/** Whether others may have written since the Lease was first read. */
		readonly waited: boolean,
	) {
		this.renewedAt = clock.now();
	}

	get namespace(): string {
		return this.cluster.namespace;
	}

	async run(calls: Call[], given?: KubectlOptions): Promise<Answer[]> {
		const options = { ...given, heartbeat: renewals(this.lease) };
		const now = this.clock.now();
		const age = now - this.renewedAt;
		if (age < renewalSeconds) return this.cluster.run(calls, options);
		const renewal = renewRequest(this.lease, now);
		const [first, ...answers] = await this.cluster.run(
			[renewal, ...calls],
			options,
		);
		if (first?.code === 0) {
			this.lease = JSON.parse(first.stdout) as Lease;
			this.renewedAt = now;
			return answers;
		}
		const wasTaken = isTaken(first);
		if (wasTaken && (await this.isStillOurs())) return this.run(calls, given);
		if (wasTaken || this.clock.now() - this.renewedAt >= leaseSeconds)
			throw refused(first);
		// The Lease is still ours: the calls go without the renewal, which the next conversation tries again.
		return answers.length > 0 ? answers : this.cluster.run(calls, options);
	}

	/** A renewal beside a conversation, or one whose answer was lost, makes the Lease another version, and no other's. */
	private async isStillOurs(): Promise<boolean> {
		const { name } = this.lease.metadata;
		const [answer] = await this.cluster.run([readRequest(name)]);
		const found = parseLease(answer?.stdout ?? "");
		const { holderIdentity } = this.lease.spec;
		if (!found || found.spec.holderIdentity !== holderIdentity) return false;
		this.lease = found;
		return true;
	}

	/** A Lease that cannot be released runs out by itself. */
	async release(): Promise<void> {
		await this.tryRelease().catch(() => undefined);
	}

	private async tryRelease(): Promise<void> {
		const [answer] = await this.cluster.run([releaseRequest(this.lease)]);
		if (isTaken(answer) && (await this.isStillOurs())) await this.tryRelease();
	}
}

export function refused(answer = { code: 1, stdout: "", stderr: "" }): Failure {
	if (isTaken(answer))
		return new Failure(
			"another deploy has taken over, because this one did not renew its lock in time: it stops here; run it again if it is the newer one",
		);
	return refusal("the Lease that names who deploys cannot be written", answer);
}

/** Somebody else wrote the Lease, or deleted it: apimachinery/pkg/api/errors. */
export function isTaken({ stderr }: Pick<Answer, "stderr"> = { stderr: "" }) {
	return /\((?:Conflict|AlreadyExists)\)|leases\S* "[^"]*" not found/.test(
		stderr,
	);
}
