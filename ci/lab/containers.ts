import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Docker } from "./docker.ts";
import { keyOf } from "./key.ts";
import { container, label, name, state } from "./lab.ts";

/** A container as it should be. */
export interface Spec {
	role: string;
	image: string;
	/** Where the container's volume is mounted. */
	volume?: string;
	/** Nothing in the volume is missed: if the container does not start on it, it gets a new one. */
	holdsCacheOnly?: boolean;
	options?: string[];
	command?: string[];
	/** Put into the container before it starts: nothing of the host is mounted. */
	files?: Record<string, string>;
}

export interface Existing {
	spec: string;
	running: boolean;
}

/** Makes the container run as it should: kept if it is the same, made anew if not. True if it had to be started. */
export async function ensure(
	docker: Docker,
	spec: Spec,
	existing: Existing | undefined,
): Promise<boolean> {
	const key = specKey(spec);
	if (existing?.spec === key && existing.running) return false;
	const target = container(spec.role);
	if (existing?.spec !== key) {
		if (existing) await docker.run(["rm", "--force", "--volumes", target]);
		await create(docker, spec, key);
	}
	await docker.run(["start", target]);
	return true;
}

/** The container and its volume, from the beginning. */
export async function createAnew(docker: Docker, spec: Spec): Promise<void> {
	const target = container(spec.role);
	await docker.run(["rm", "--force", "--volumes", target]);
	if (spec.volume) await docker.run(["volume", "rm", "--force", target]);
	await create(docker, spec, specKey(spec));
	await docker.run(["start", target]);
}

export const specKey = (spec: Spec) => keyOf(JSON.stringify(spec));

async function create(docker: Docker, spec: Spec, key: string): Promise<void> {
	const { role, image, volume, options = [], command = [] } = spec;
	const target = container(role);
	if (volume) await docker.run(["volume", "create", "--label", label, target]);
	await docker.run([
		...["create", "--name", target, "--hostname", role],
		...["--label", label, "--label", `slipway.lab.spec=${key}`],
		...["--network", name, "--network-alias", `${role}.local`],
		...(volume ? ["--volume", `${target}:${volume}`] : []),
		...options,
		image,
		...command,
	]);
	await copyIn(docker, target, spec.files ?? {});
}

async function copyIn(
	docker: Docker,
	target: string,
	files: Record<string, string>,
): Promise<void> {
	if (Object.keys(files).length === 0) return;
	const draft = join(state, "files", target);
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(draft, path)), { recursive: true });
		await writeFile(join(draft, path), content);
	}
	await docker.run(["cp", `${draft}/.`, `${target}:/`]);
	await rm(join(state, "files", target), { recursive: true, force: true });
}

/** The lab's containers by role. */
export async function existing(docker: Docker): Promise<Map<string, Existing>> {
	const format = '{{.Names}} {{.State}} {{.Label "slipway.lab.spec"}}';
	const lines = await docker.lines(
		"ps",
		"--all",
		"--filter",
		`label=${label}`,
		"--format",
		format,
	);
	return new Map(
		lines.map((line) => {
			const [names = "", status, spec = ""] = line.split(" ");
			return [
				names.slice(name.length + 1),
				{ spec, running: status === "running" },
			];
		}),
	);
}
