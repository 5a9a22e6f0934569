import type {
	DeployOptions,
	ReleaseSource,
} from "../../../dagger/src/deploy/context.js";
import { deploy } from "../../../dagger/src/deploy/deploy.js";
import { OnFailure } from "../../../dagger/src/deploy/on-failure.js";
import {
	identify,
	type KubeObject,
} from "../../../dagger/src/kubernetes/object.js";
import type { ReleaseRecord } from "../../../dagger/src/release/record.js";
import {
	decodeRecord,
	encodeRecord,
} from "../../../dagger/src/release/secret.js";
import { FakeClock } from "../clock.js";
import { FakeCluster } from "../fake-cluster.js";
import { releaseOf } from "../release.js";

export const digest = `sha256:${"4f1c".repeat(16)}`;
export const image = `docker.io/alice/web@${digest}`;
export const older = { id: "0ld0000", time: "2026-11-23T10:00:00Z" };
export const newer = { id: "ffffff1", time: "2026-11-23T11:00:00Z" };

const labels = { "slipway/app": "web" };

export const deployment: KubeObject = {
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web", labels },
	spec: { template: { spec: { containers: [{ image }] } } },
};

export const migration: KubeObject = {
	apiVersion: "batch/v1",
	kind: "Job",
	metadata: {
		name: "migrate",
		labels,
		annotations: { "slipway/run": "before-deploy" },
	},
	spec: {},
};

const counts = { replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

/** The Deployment as the cluster has it when all is well. */
export const ready: KubeObject = {
	...deployment,
	metadata: { ...deployment.metadata, uid: "1" },
	status: counts,
};
export const starting: KubeObject = {
	...ready,
	status: { ...counts, availableReplicas: 0 },
};
/** Given up by its controller. */
export const overdue: KubeObject = {
	...ready,
	status: {
		...counts,
		availableReplicas: 0,
		conditions: [
			{
				type: "Progressing",
				status: "False",
				reason: "ProgressDeadlineExceeded",
				message: 'ReplicaSet "web-1" has timed out progressing.',
			},
		],
	},
};
export const job = (condition?: "Complete" | "Failed"): KubeObject => ({
	...migration,
	metadata: { ...migration.metadata, uid: "2" },
	status: {
		conditions: condition
			? [{ type: condition, status: "True", reason: "BackoffLimitExceeded" }]
			: [],
	},
});

/** A deploy of an app against a fake cluster, which has the Deployment already; it logs what happens, in order. */
export function begin(objects = [deployment]) {
	const clock = new FakeClock();
	const cluster = new FakeCluster(clock);
	for (const object of objects) cluster.found.add(identify(object));
	cluster.found.add("Secret dockerhub-secret");
	cluster.live = () => [ready, job("Complete")];
	const { log } = cluster;
	const lines: string[] = [];
	const note = <Result>(name: string, result: Result) => {
		log.push(name);
		return Promise.resolve(result);
	};
	/** What comes before the apply, and may fail. */
	const made = {
		build: () => note("build", ""),
		push: () => note("push", image),
	};
	const source: ReleaseSource = {
		render: () => note("render", objects),
		ship: async (steps) => {
			await steps.run("build", () => made.build());
			const image = await steps.run("push", () => made.push());
			return { image, contentKey: "key" };
		},
		release: () => releaseOf(objects, image),
	};
	const options: DeployOptions = {
		app: "web",
		by: "alice",
		commit: newer,
		tags: ["latest"],
		allowOlder: false,
		timeout: 60,
		secretName: "dockerhub-secret",
		createNamespace: false,
		forceConflicts: false,
		onFailure: OnFailure.Rollback,
	};
	const world = {
		cluster,
		clock,
		print: (line: string) => lines.push(line),
		mask: (text: string) => text.replaceAll("s3cret", "***"),
	};
	const run = (changed: Partial<DeployOptions> = {}) =>
		deploy(world, source, { ...options, ...changed });
	const fail = (changed?: Partial<DeployOptions>) =>
		run(changed).then(
			(text) => Promise.reject(new Error(`it did not fail: ${text}`)),
			(error: Error) => error.message,
		);
	return {
		clock,
		cluster,
		log,
		lines,
		source,
		made,
		world,
		options,
		run,
		fail,
	};
}

/** Puts a release on record; without more, one that runs well. */
export function putOnRecord(
	{ records }: FakeCluster,
	changed: Partial<ReleaseRecord> = {},
): ReleaseRecord {
	const record: ReleaseRecord = {
		version: 1,
		app: "web",
		number: records.size + 1,
		outcome: "deployed",
		image,
		tags: ["latest"],
		commit: older,
		by: "alice",
		startedAt: "2026-11-23T10:00:00Z",
		endedAt: "2026-11-23T10:01:00Z",
		steps: [],
		readySeconds: {},
		objects: [deployment],
		...changed,
	};
	const secret = encodeRecord(record);
	records.set(secret.metadata.name, secret);
	return record;
}

/** What became of each release, in order: number, outcome, commit. */
export const recordsOf = (cluster: FakeCluster) =>
	listRecords(cluster).map(
		({ number, outcome, commit }) => `${number} ${outcome} ${commit?.id}`,
	);

export const listRecords = ({ records }: FakeCluster) =>
	[...records.values()].map(decodeRecord);

export const lastOf = ({ records }: FakeCluster) =>
	decodeRecord([...records.values()].at(-1) as KubeObject);

export const holderOf = ({ lease }: FakeCluster) => lease?.spec.holderIdentity;
