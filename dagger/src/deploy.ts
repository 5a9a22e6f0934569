import type { Container, Directory } from "@dagger.io/dagger";
import { built } from "./build.js";
import type { Happened } from "./changes.js";
import type { Cluster } from "./cluster.js";
import { gather } from "./evidence.js";
import { type OnFailure, reversible } from "./history.js";
import { digestOf, type Repository } from "./image.js";
import { type KubeObject, nameOf } from "./objects.js";
import { publish } from "./publish.js";
import type { Credentials } from "./pull-secret.js";
import { disguises, redact } from "./redact.js";
import { apply, judged, look, read, secretOf } from "./release.js";
import { pinned, render } from "./render.js";
import { type Report, verdictOf } from "./report.js";
import { outcome, rollback } from "./rollback.js";
import { Steps, systemClock } from "./steps.js";
import { verdictText } from "./verdict.js";
import { waitUntilReady } from "./wait.js";

export type Deploy = {
	image: Container;
	repository: Repository;
	credentials: Credentials;
	tags: string[];
	manifests: Directory;
	cluster: Cluster;
	createNamespace: boolean;
	forceConflicts: boolean;
	timeout: number;
	onFailure?: OnFailure;
};

/** From source to verdict; no error of it shows a secret. */
export async function deploy(run: Deploy): Promise<Report> {
	const { username, password } = run.credentials;
	return ship(run).catch((error: Error) => {
		throw new Error(redact(error.message, disguises(username, password)));
	});
}

/** Check, build, push, apply, wait; each step prints a line. */
async function ship(run: Deploy): Promise<Report> {
	const { cluster, repository, credentials, tags } = run;
	const { namespace } = cluster;
	const steps = new Steps(console.log, systemClock);

	const { drafts, past } = await steps.take("check", async () => {
		const drafts = await render(run.manifests, repository, namespace);
		return { drafts, past: await look(run, drafts) };
	});
	await steps.take("build", () => built(run.image));
	const image = await steps.take(
		"push",
		() => publish(run.image, repository, credentials, tags, systemClock),
		(reference) => reference,
	);

	const release = pinned(drafts, digestOf(image));
	const { objects } = release;
	const names = objects.map(titleOf).join(", ");
	steps.print(`Deploying ${names} to Kubernetes...`);
	const applied = await steps.take("apply", () =>
		apply(run, release, secretOf(credentials), past),
	);
	for (const [object, what] of applied.happened)
		steps.print(`  ${nameOf(object)} ${what}`);
	steps.print(`${names} deployment initiated.`);

	const pending = [applied.snapshot];
	const verdict = await steps.take("rollout", () =>
		waitUntilReady({
			objects: judged(objects),
			digest: digestOf(image),
			timeout: run.timeout,
			read: async () => pending.pop() ?? read(cluster, objects),
			print: steps.print,
			clock: systemClock,
		}),
	);
	if (verdict.phase !== "ready") {
		const text = verdictText(verdict, image, [
			...(await gather(cluster, verdict)),
			...(await wayBack(run, applied.happened, steps)),
		]);
		throw new Error(text);
	}
	const stateOf = (object: KubeObject) =>
		verdict.states.get(object)?.message ?? "";
	const report = {
		image,
		tags,
		namespace,
		objects: [...applied.happened].map(([object, happened]) => ({
			kind: object.kind,
			name: object.metadata.name,
			happened,
			state: stateOf(object),
		})),
		steps: steps.taken,
	};
	steps.print(`✓ ${verdictOf(report)}`);
	return report;
}

/** Brings back the workloads that can go back, and says what runs now. */
async function wayBack(
	{ cluster, onFailure, timeout }: Deploy,
	happened: Map<KubeObject, Happened>,
	steps: Steps,
): Promise<string[]> {
	const workloads = reversible(happened, onFailure);
	if (workloads.length === 0)
		return [
			onFailure === "rollback"
				? "now      nothing went back: no workload with a revision before was changed"
				: "now      what was applied is kept",
		];
	const back = () => rollback(cluster, workloads, timeout, steps.print);
	return steps.take("rollback", back).then(
		(verdict) => outcome(verdict).map((line) => `now      ${line}`),
		(error: Error) => [`now      ${error.message}`],
	);
}

function titleOf({ kind, metadata }: KubeObject): string {
	return `${metadata.name} ${kind}`;
}
