import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Docker } from "./docker.ts";
import { container, state } from "./lab.ts";

export const programs = join(state, "bin");
export const kubeconfig = join(state, "kubeconfig");

/** The CLIs, of exactly the versions that run: taken out of the images. */
export async function copyPrograms(docker: Docker): Promise<void> {
	await mkdir(programs, { recursive: true });
	await Promise.all([
		copyOut(docker, "engine", "/usr/local/bin/dagger", "dagger"),
		copyOut(docker, "node", "/bin/kubectl", "kubectl"),
	]);
}

async function copyOut(
	docker: Docker,
	role: string,
	source: string,
	program: string,
): Promise<void> {
	const target = join(programs, program);
	const image = await docker.read(
		"inspect",
		"--format",
		"{{.Image}}",
		container(role),
	);
	const stamp = `${target}.image`;
	if (
		existsSync(target) &&
		existsSync(stamp) &&
		(await readFile(stamp, "utf8")) === image
	)
		return;
	await docker.run([
		"cp",
		"--follow-link",
		`${container(role)}:${source}`,
		`${target}.new`,
	]);
	await rename(`${target}.new`, target);
	await writeFile(stamp, image);
}

/** The node's own kubeconfig, with an address that the host and the engine's containers both reach. */
export async function exportKubeconfig(docker: Docker): Promise<void> {
	const node = container("node");
	const address = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
	const [config, ip] = await Promise.all([
		docker.read("exec", node, "cat", "/etc/rancher/k3s/k3s.yaml"),
		docker.read("inspect", "--format", address, node),
	]);
	const draft = `${kubeconfig}.new`;
	await writeFile(draft, addressed(config, ip), { mode: 0o600 });
	await rename(draft, kubeconfig);
}

export const addressed = (config: string, ip: string) =>
	`${config.replace("https://127.0.0.1:6443", `https://${ip}:6443`).trimEnd()}\n`;
