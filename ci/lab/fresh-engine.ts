import type { Docker } from "./docker.ts";
import { container, name } from "./lab.ts";
import { $ } from "./shell.ts";

/** An engine that nobody has used, with the settings of the lab's own: each job in GitLab mostly has one. */
export type FreshEngine = {
	/** What is set for a call to use it. */
	variables: Record<string, string>;
	start(): Promise<unknown>;
	remove(): Promise<unknown>;
};

export async function createFreshEngine(
	docker: Docker,
	title: string,
): Promise<FreshEngine> {
	const engine = container("engine");
	const fresh = `${engine}-${title}`;
	const remove = () => docker.run(["rm", "--force", "--volumes", fresh]);
	await remove().nothrow();
	const image = await docker.read("inspect", "--format={{.Image}}", engine);
	await docker.run([
		...["create", "--privileged", `--name=${fresh}`],
		...[`--network=${name}`, image],
	]);
	for (const [folder, parent] of [
		["/etc/dagger", "/etc"],
		["/usr/local/share/ca-certificates", "/usr/local/share"],
	])
		await $({
			env: docker.environment,
			quiet: true,
		})`docker cp ${engine}:${folder} - | docker cp - ${fresh}:${parent}`;
	return {
		variables: {
			_EXPERIMENTAL_DAGGER_RUNNER_HOST: `docker-container://${fresh}`,
		},
		start: () => docker.run(["start", fresh]),
		remove,
	};
}
