import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isMirrored, obtainDind } from "../../../ci/lab/dind.ts";
import { type Docker, recall } from "../../../ci/lab/docker.ts";
import { createFreshEngine } from "../../../ci/lab/fresh-engine.ts";
import { container, label, name } from "../../../ci/lab/lab.ts";
import { versions } from "../../../ci/lab/versions.ts";
import { folder, shell } from "./lab.js";

const published = `registry.dagger.io/engine:${versions.dagger}`;

/** What a runner is set up with for jobs that have Docker in Docker. */
export type Dind = {
	/** Options of gitlab-ci-local. */
	options: string[];
	remove(): Promise<void>;
};

/**
 * Docker in Docker for jobs on this machine: it has the engine that Dagger's CLI would pull, with the settings of the lab's
 * own, as its registry has no name or certificate elsewhere.
 */
export async function prepareDind(): Promise<Dind> {
	const docker = await recall();
	if (!docker) throw new Error("the lab is not up: ci/lab/up");
	const [data, certificates] = await Promise.all(
		["data", "certificates"].map((part) => createVolume(docker, part)),
	);
	const image = await obtainDind(docker);
	await docker.run(["tag", image, `docker:${versions.dind}`]);
	const engine = await commitEngine(docker);
	await loadEngine(docker, image, `${data}:/var/lib/docker`, engine);
	// A network of its own may have the addresses of the lab's.
	const settings = await folder({
		"daemon.json": '{ "bip": "10.213.0.1/24" }',
	});
	const waiter = (await isMirrored(docker)) && (await buildWaiter(docker));
	return {
		options: [
			...["--privileged", `--network=${name}`],
			...(waiter ? [`--wait-image=${waiter}`] : []),
			`--volume=${data}:/var/lib/docker`,
			`--volume=${certificates}:/certs`,
			`--volume=${join(settings, "daemon.json")}:/etc/docker/daemon.json`,
		],
		remove: async () => {
			const volumes = [`${data}`, `${certificates}`];
			await docker.run(["volume", "rm", "--force", ...volumes]);
			const images = [engine, ...(waiter ? [waiter] : [])];
			await docker.run(["image", "rm", "--force", ...images]);
		},
	};
}

/** A volume that goes with the lab, at the latest. */
function createVolume(docker: Docker, part: string): Promise<string> {
	const volume = container(`dind-${part}`);
	return docker.read("volume", "create", `--label=${label}`, volume);
}

/** The lab's engine as an image, which knows where the lab's registry is. */
async function commitEngine(docker: Docker): Promise<string> {
	const fresh = await createFreshEngine(docker, "dind");
	const it = `${container("engine")}-dind`;
	const hosts = await listHosts(docker);
	const format = "{{json .Config.Entrypoint}}";
	const [own] = JSON.parse(
		await docker.read("inspect", `--format=${format}`, it),
	);
	const script = join(await folder({}), "begin.sh");
	await writeFile(
		script,
		`#!/bin/sh\ncat >>/etc/hosts <<END\n${hosts.join("\n")}\nEND\nexec ${own} "$@"\n`,
	);
	await chmod(script, 0o755);
	await docker.run(["cp", script, `${it}:/begin.sh`]);
	const change = '--change=ENTRYPOINT ["/begin.sh"]';
	const id = await docker.read("commit", change, it);
	await fresh.remove();
	return id;
}

/** What the lab's own network knows by name, as lines of a file of hosts. */
async function listHosts(docker: Docker): Promise<string[]> {
	const format = `--format={{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}`;
	const mirror = (await isMirrored(docker)) ? ["mirror"] : [];
	return Promise.all(
		["registry", ...mirror].map(async (part) => {
			const address = await docker.read("inspect", format, container(part));
			return `${address} ${part}.local`;
		}),
	);
}

/** Fills the volume of a Docker in Docker with the engine's image, by the name under which the CLI looks for it. */
async function loadEngine(
	docker: Docker,
	image: string,
	volume: string,
	engine: string,
): Promise<void> {
	const it = container("dind-loading");
	await docker.run(["rm", "--force", it]).nothrow();
	await docker.run([
		...["run", "--detach", "--privileged", `--label=${label}`],
		...[`--name=${it}`, `--network=${name}`],
		...[`--volume=${volume}`, image],
		...["dockerd", "--host=unix:///var/run/docker.sock"],
	]);
	const inside = (...args: string[]) =>
		docker.run(["exec", it, "docker", ...args]);
	while ((await inside("version").nothrow()).exitCode !== 0)
		await setTimeout(200);
	const load = shell({ env: docker.environment, nothrow: false });
	await load`docker save ${engine} | docker exec -i ${it} docker load`;
	await inside("tag", engine, published);
	await docker.run(["stop", it]);
	await docker.run(["rm", it]);
}

/** gitlab-ci-local has an image wait for a service; its own cannot be pulled here. */
async function buildWaiter(docker: Docker): Promise<string> {
	const path = await folder({
		Dockerfile: `FROM docker:${versions.docker}
ENTRYPOINT ["bash", "-c", "until (exec 3<>/dev/tcp/\${0/://}) 2>/dev/null; do sleep 0.2; done"]
`,
	});
	return docker.read("build", "--quiet", path);
}
