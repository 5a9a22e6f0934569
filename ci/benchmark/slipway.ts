import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Docker } from "../lab/docker.ts";
import { LabError } from "../lab/failure.ts";
import { createFreshEngine } from "../lab/fresh-engine.ts";
import { registryAddress, username } from "../lab/lab.ts";
import { $ } from "../lab/shell.ts";
import type { App } from "./app.ts";
import { writeEmptyModule } from "./empty-module.ts";
import { timed } from "./rounds.ts";

/** Slipway's one call; and that of an empty function, which is what Dagger itself costs. */
export class Slipway {
	private constructor(
		private readonly docker: Docker,
		private readonly root: string,
		private readonly app: App,
		private readonly empty: string,
	) {}

	static async create(docker: Docker, root: string, app: App) {
		const empty = await mkdtemp(join(tmpdir(), "slipway-bench-"));
		await writeEmptyModule(root, empty);
		return new Slipway(docker, root, app, empty);
	}

	async unchanged(engine: "kept" | "fresh"): Promise<number> {
		return this.withEngine(engine, async (variables) => {
			const verdict = await this.deploy(variables);
			if (!verdict.startsWith("✓ nothing to do"))
				throw new LabError("Slipway has deployed what is unchanged", verdict);
		});
	}

	/** Until the new code answers. */
	async changed(engine: "kept" | "fresh"): Promise<number> {
		const words = await this.app.change();
		return this.withEngine(engine, async (variables) => {
			await this.deploy(variables);
			await this.app.says(words);
		});
	}

	nothing(engine: "kept" | "fresh"): Promise<number> {
		const args = [`--mod=${this.empty}`, "nothing"];
		return this.withEngine(engine, (variables) => this.call(variables, args));
	}

	remove(): Promise<unknown> {
		return rm(this.empty, { recursive: true, force: true });
	}

	private async withEngine(
		engine: "kept" | "fresh",
		work: (variables: Record<string, string>) => Promise<unknown>,
	): Promise<number> {
		if (engine === "kept") return timed(() => work({}));
		const fresh = await createFreshEngine(this.docker, "bench");
		try {
			return await timed(async () => {
				await fresh.start();
				await work(fresh.variables);
			});
		} finally {
			await fresh.remove();
		}
	}

	private deploy(variables: Record<string, string>): Promise<string> {
		return this.call(variables, [
			...[`--mod=${this.root}`, `--registry=${registryAddress}`],
			...[`--username=${username}`, "--image-name=bench/flask-app"],
			"--password=env://DOCKER_HUB_PASSWORD",
			`--kubeconfig=file://${process.env.KUBECONFIG}`,
			...[`--namespace=${this.app.namespace}`, "deploy"],
			`--source=${this.app.source}`,
			`--manifests=${join(this.root, "flask-app/k8s")}`,
		]);
	}

	/** From a folder without a .env, whose defaults the engine takes a second to load. */
	private async call(
		variables: Record<string, string>,
		args: string[],
	): Promise<string> {
		const env = { ...process.env, ...variables };
		const shell = $({ cwd: tmpdir(), env, quiet: true });
		return (await shell`dagger call ${args}`).stdout;
	}
}
