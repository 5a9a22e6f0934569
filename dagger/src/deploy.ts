import {
	type Container,
	type Directory,
	dag,
	type Secret,
} from "@dagger.io/dagger";
import { built } from "./build.js";
import { Cluster } from "./cluster.js";
import { gather } from "./evidence.js";
import { digestOf, type Repository } from "./image.js";
import { type KubeObject, nameOf } from "./objects.js";
import { publish } from "./publish.js";
import { type Credentials, pullSecret } from "./pull-secret.js";
import { disguises, redact } from "./redact.js";
import { apply, judged, look, read, type Target } from "./release.js";
import { pinned, render } from "./render.js";
import type { Report } from "./report.js";
import { Steps, systemClock } from "./steps.js";
import { verdictText } from "./verdict.js";
import { waitUntilReady } from "./wait.js";

export type Deploy = {
	image: Container;
	repository: Repository;
	credentials: Credentials;
	tags: string[];
	manifests: Directory;
	kubeconfig: Secret;
	context?: string;
	namespace: string;
	createNamespace: boolean;
	forceConflicts: boolean;
	timeout: number;
};

/** From source to verdict: check, build, push, apply, wait; each step prints a line. */
export async function deploy(run: Deploy): Promise<Report> {
	const { repository, credentials, namespace, tags } = run;
	const steps = new Steps(console.log, systemClock);
	const cluster = new Cluster(run.kubeconfig, namespace, run.context);
	const target: Target = { cluster, ...run };

	const { drafts, past } = await steps.take("check", async () => {
		const drafts = await render(run.manifests, repository, namespace);
		return { drafts, past: await look(target, drafts) };
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
	const secret = dag.setSecret(
		"slipway-pull-secret",
		JSON.stringify(pullSecret(credentials)),
	);
	const applied = await steps.take("apply", () =>
		apply(target, release, secret, past),
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
		const evidence = await gather(cluster, verdict);
		throw new Error(
			redact(
				verdictText(verdict, image, evidence),
				disguises(credentials.username, credentials.password),
			),
		);
	}
	const stateOf = (object: KubeObject) =>
		verdict.states.get(object)?.message ?? "";
	return {
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
}

function titleOf({ kind, metadata }: KubeObject): string {
	return `${metadata.name} ${kind}`;
}
