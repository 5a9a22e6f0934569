import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { certificates } from "../../certificates.ts";
import type { Docker } from "../../docker.ts";
import { LabError } from "../../failure.ts";
import { container, label, name } from "../../lab.ts";
import type { Step } from "../../progress.ts";
import { crane, kubernetes } from "../artifacts/programs.ts";
import { filesKey, obtain } from "../cache.ts";
import { versions } from "../versions.ts";
import {
	buildImage,
	type Context,
	described,
	type StandIn,
} from "./dockerfile.ts";
import { registry } from "./registry.ts";

/** What the mirror of Docker Hub and gcr.io serves: stand-ins for the images that the pipeline uses. */
const served = {
	python: `library/python:${versions.python}`,
	kubectl: `alpine/kubectl:${versions.kubernetes.slice(1)}`,
	pause: `library/pause:${versions.pause}`,
	crane: `go-containerregistry/crane:${versions.crane}`,
};

/** The folder is not the registry's volume: it becomes part of the image, and so does this variable. */
const folder = "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=/mirror";

/** A registry with its content inside, so that a start has nothing to fill. */
export const mirror: StandIn = {
	...described(
		"mirror",
		versions.registry,
		[kubernetes, crane],
		registry.tag,
		filesKey(...Object.keys(served).map((title) => `images/${title}`)),
		...Object.values(served),
		...certificates(),
	),
	async build(docker, step) {
		const kubectl = join(await obtain(kubernetes), "kubectl");
		await buildImage(docker, step, "registry", registry.tag);
		const files: Record<string, Context> = {
			kubectl: { files: { kubectl } },
			crane: { files: { crane: join(await obtain(crane), "crane") } },
		};
		await Promise.all(
			Object.keys(served).map((title) =>
				buildImage(docker, step, title, draftTag(title), files[title]),
			),
		);
		step.note = "filling the mirror";
		await fill(docker, step, this.tag);
	},
};

const draftTag = (title: string) => `slipway-lab/${title}:draft`;

async function fill(docker: Docker, step: Step, tag: string): Promise<void> {
	const draft = container("mirror-draft");
	await docker.run(["rm", "--force", "--volumes", draft]).nothrow();
	await docker.run(
		[
			"run",
			"--detach",
			"--name",
			draft,
			"--label",
			label,
			"--network",
			name,
			"--env",
			folder,
			"--publish",
			"127.0.0.1::5000",
			registry.tag,
		],
		step.$,
	);
	const address = await docker.read("port", draft, "5000/tcp");
	await answering(`http://${address}/v2/`);
	for (const [title, path] of Object.entries(served)) {
		const target = `${address}/${path}`;
		await docker.run(["tag", draftTag(title), target], step.$);
		await docker.run(["push", target], step.$);
		await docker.run(["image", "rm", target, draftTag(title)], step.$);
	}
	await docker.run(["commit", draft, tag], step.$);
	await docker.run(["rm", "--force", "--volumes", draft], step.$);
}

/** Waits until a registry answers, with or without a login. */
async function answering(url: string): Promise<void> {
	for (let tries = 0; tries < 150; tries++) {
		const answer = await fetch(url).catch(() => undefined);
		if (answer?.status === 200 || answer?.status === 401) return;
		await sleep(100);
	}
	throw new LabError(
		`the registry at ${url} does not answer`,
		"ci/lab/status tells what runs; ci/lab/down and ci/lab/up start afresh",
	);
}
