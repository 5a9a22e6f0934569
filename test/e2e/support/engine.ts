import { onTestFinished } from "vitest";
import { engine, shell } from "./lab.js";

/** An engine that nobody has used, as each job in GitLab mostly has one; the answer is what to set for a call to use it. */
export async function freshEngine(name: string): Promise<NodeJS.ProcessEnv> {
	const container = `${engine}-${name}`;
	const docker = async (...args: string[]) => {
		const { exitCode, stdout, stderr } = await shell`docker ${args}`;
		if (exitCode !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
		return stdout.trim();
	};
	const remove = () => shell`docker rm --force --volumes ${container}`;
	await remove();
	onTestFinished(async () => {
		await remove();
	});
	const inspect = (format: string) =>
		docker("inspect", `--format=${format}`, engine);
	const network = await inspect(
		"{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}",
	);
	await docker(
		...["create", "--privileged", `--name=${container}`],
		...[`--network=${network}`, await inspect("{{.Config.Image}}")],
	);
	for (const [folder, parent] of [
		["/etc/dagger", "/etc"],
		["/usr/local/share/ca-certificates", "/usr/local/share"],
	]) {
		const copy =
			await shell`docker cp ${engine}:${folder} - | docker cp - ${container}:${parent}`;
		if (copy.exitCode !== 0) throw new Error(copy.stderr);
	}
	await docker("start", container);
	return {
		...process.env,
		_EXPERIMENTAL_DAGGER_RUNNER_HOST: `docker-container://${container}`,
	};
}
