import { isMirrored, obtainDind } from "../lab/dind.ts";
import type { Docker } from "../lab/docker.ts";
import { container, mirrorAddress, name, registryAddress } from "../lab/lab.ts";
import { $ } from "../lab/shell.ts";

/** Docker in Docker, as the original pipeline's jobs have it. */
export type Daemon = {
	/** Puts a folder where a job finds its checkout. */
	checkOut(source: string): Promise<unknown>;
	start(): Promise<unknown>;
	/** Runs a job's script; the variables do not show in any command line. */
	run(script: string, variables: Record<string, string>): Promise<unknown>;
	remove(): Promise<unknown>;
};

export async function createDaemon(
	docker: Docker,
	title: string,
): Promise<Daemon> {
	const daemon = container(`dind-${title}`);
	const remove = () => docker.run(["rm", "--force", "--volumes", daemon]);
	await remove().nothrow();
	await docker.run([
		...["create", `--name=${daemon}`, "--privileged", `--network=${name}`],
		...["--volume=/var/lib/docker", await obtainDind(docker)],
		...["dockerd", "--host=unix:///var/run/docker.sock"],
		...[registryAddress, mirrorAddress].map(
			(address) => `--insecure-registry=${address}`,
		),
		...((await isMirrored(docker))
			? [`--registry-mirror=http://${mirrorAddress}`]
			: []),
	]);
	return {
		checkOut: (source) =>
			docker.run(["cp", `${source}/.`, `${daemon}:/flask-app`]),
		start: () => docker.run(["start", daemon]),
		run: (script, variables) => {
			const names = Object.keys(variables).map((name) => `--env=${name}`);
			const env = { ...docker.environment, ...variables };
			const options = ["--workdir=/", ...names, daemon];
			return $({
				env,
				quiet: true,
			})`docker exec ${options} sh -euc ${script}`;
		},
		remove,
	};
}
