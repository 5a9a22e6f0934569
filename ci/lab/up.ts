import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { copyPrograms, exportKubeconfig } from "./access.ts";
import { exclusively } from "./command.ts";
import {
	createAnew,
	type Existing,
	ensure,
	existing,
	type Spec,
	specKey,
} from "./containers.ts";
import { needSpace } from "./disk.ts";
import { type Docker, provide } from "./docker.ts";
import { LabError } from "./failure.ts";
import { healthy } from "./health.ts";
import { obtainImages } from "./images.ts";
import { container, name, state } from "./lab.ts";
import { provideNetwork } from "./network.ts";
import { htpasswd } from "./password.ts";
import { say, step } from "./progress.ts";
import { specs } from "./roles.ts";

export const up = () => exclusively("up", bringUp);

async function bringUp(): Promise<void> {
	const started = Date.now();
	await mkdir(join(state, "docker-config"), { recursive: true, mode: 0o700 });
	const docker = await provide();
	await provideNetwork(docker);
	const images = await obtainImages(docker);
	const wanted = specs(images, await htpasswd());
	const there = await existing(docker);
	await removeOthers(docker, wanted, there);
	const asleep = wanted.filter(({ role }) => !there.get(role)?.running);
	if (asleep.length > 0) await needSpace(state, 1);
	const changed = await Promise.all(
		wanted.map((spec) => bringUpRole(docker, spec, there.get(spec.role))),
	);
	await copyPrograms(docker);
	await exportKubeconfig(docker);
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	say(
		changed.includes(true)
			? `✓ ${name} is up: ${seconds} s`
			: `✓ ${name} is up already`,
	);
}

/** What an interrupted build or other versions left. */
async function removeOthers(
	docker: Docker,
	wanted: Spec[],
	there: Map<string, Existing>,
): Promise<void> {
	const roles = new Set(wanted.map(({ role }) => role));
	const others = [...there.keys()].filter((role) => !roles.has(role));
	if (others.length > 0)
		await docker.run(["rm", "--force", "--volumes", ...others.map(container)]);
}

async function bringUpRole(
	docker: Docker,
	spec: Spec,
	existing: Existing | undefined,
): Promise<boolean> {
	const { role } = spec;
	const same = existing?.running && existing.spec === specKey(spec);
	if (same && (await healthy(docker, role))) return false;
	await step(
		role,
		existing ? "starting it" : `starting it (${spec.image})`,
		async (step) => {
			const started = await ensure(docker, spec, existing);
			if (!started && !(await comes(docker, role, 10)))
				await docker.run(["restart", container(role)], step.$);
			if (await comes(docker, role, 120)) return;
			if (existing && spec.holdsCacheOnly) {
				say(`  ${role} does not start on its volume: it gets a new one`);
				await createAnew(docker, spec);
				if (await comes(docker, role, 120)) return;
			}
			step.write(await logs(docker, role));
			throw new LabError(
				`${role} is started, but does not get ready within 120 s`,
				`docker logs ${container(role)} tells more; ci/lab/down and ci/lab/up start afresh`,
				step.tail(),
			);
		},
	);
	return true;
}

async function comes(
	docker: Docker,
	role: string,
	seconds: number,
): Promise<boolean> {
	const end = Date.now() + seconds * 1000;
	while (Date.now() < end) {
		if (await healthy(docker, role)) return true;
		if (!(await existing(docker)).get(role)?.running) return false;
		await sleep(200);
	}
	return false;
}

async function logs(docker: Docker, role: string): Promise<string> {
	const { stdout, stderr } = await docker
		.run(["logs", "--tail=20", container(role)])
		.nothrow();
	return stdout + stderr;
}
