import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import { onPath } from "../../../ci/lab/offline/packages.js";
import { addressOfEngine, hostOfEngine } from "./engine.js";
import { gitServer } from "./git-server.js";
import { type Ended, folder, root, run, shell, variable } from "./lab.js";

const host = "gitlab.local";
const author = ["-c", "user.name=alice", "-c", "user.email=alice@example.com"];

/** A project on GitLab: a repository in a folder of its own. */
export class Project {
	private constructor(
		private readonly gitlab: GitLab,
		readonly path: string,
	) {}

	static async create(gitlab: GitLab, path: string, name: string) {
		const project = new Project(gitlab, path);
		await project.git("init", "--quiet", "--initial-branch=main");
		await project.git("remote", "add", "origin", `http://${host}/${name}.git`);
		return project;
	}

	async git(...args: string[]): Promise<string> {
		const git = shell({ cwd: this.path, nothrow: false });
		return (await git`git ${args}`).stdout.trim();
	}

	/** Commits all that is in the folder. */
	async commit(message: string): Promise<void> {
		await this.git("add", "--all");
		await this.git(...author, "commit", "--quiet", `--message=${message}`);
	}

	/** Runs the pipeline of the commit that is checked out, or one job of it, each job in a container of its own. */
	async pipeline(
		variables: Record<string, string>,
		...jobs: string[]
	): Promise<Ended> {
		const time = await this.git("log", "-1", "--format=%cI");
		const given = { CI_COMMIT_TIMESTAMP: time, ...variables };
		return this.gitlab.run(this.path, given, jobs);
	}

	/** A file that a job has left. */
	artifact(job: string, name: string): Promise<string> {
		const path = `.gitlab-ci-local/artifacts/${job}/${name}`;
		return readFile(join(this.path, path), "utf8");
	}
}

/** A GitLab whose jobs run in containers on this machine: gitlab-ci-local. */
export class GitLab {
	private constructor(
		private readonly inputs: Record<string, string>,
		/** How its runner starts the containers of a job. */
		private readonly runner: string[],
		private readonly slipway: Awaited<ReturnType<typeof gitServer>>,
		/** Its engine's address; nothing listens on its port 9. */
		readonly engine: string,
		readonly close: () => Promise<void>,
	) {}

	static async create(): Promise<GitLab> {
		if (!onPath("rsync"))
			await shell({ nothrow: false })`apt-get install -q -y rsync`;
		const cli = await mirror();
		const git = await gitServer();
		const inputs = {
			engine: "remote",
			"dagger-url": cli.url,
			"dagger-sha256": cli.sha256,
		};
		const runner = ["--network=host"];
		const engine = await addressOfEngine();
		return new GitLab(inputs, runner, git, engine, async () => {
			cli.close();
			await git.close();
		});
	}

	/** The same, where each job has an engine of its own, as the component has it by default. */
	withDind(runner: string[]): GitLab {
		const inputs = { ...this.inputs, engine: "dind" };
		return new GitLab(inputs, runner, this.slipway, this.engine, this.close);
	}

	/** The module at the commit of the component, as the engine reaches it. */
	get module(): string {
		return this.slipway.address.replace(/@.*/, "@$SLIPWAY_SHA");
	}

	async project(name: string, files: Record<string, string> = {}) {
		return Project.create(this, await folder(files), name);
	}

	async run(
		cwd: string,
		variables: Record<string, string>,
		jobs: string[],
	): Promise<Ended> {
		const kubeconfig = await readFile(variable("KUBECONFIG"), "utf8");
		const settings = await folder({
			"variables.yml": stringify({
				KUBECONFIG: { type: "file", values: { "*": kubeconfig } },
				DAGGER_ENGINE: `tcp://${this.engine}:1234`,
				ENGINE_SECONDS: "120", // the lab's engine may be busy
				...variables,
			}),
		});
		const program = join(root, "node_modules/.bin/gitlab-ci-local");
		const options = [
			`--variables-file=${relative(cwd, join(settings, "variables.yml"))}`,
			...this.runner,
			"--pull-policy=if-not-present",
			"--no-artifacts-to-source",
			`--helper-image=${await helperImage()}`,
			...Object.entries(this.inputs).map(
				([name, value]) => `--input=${name}=${value}`,
			),
		];
		const start = performance.now();
		const { exitCode, stdout, stderr } = await shell({
			cwd,
			env: {
				...process.env,
				GIT_CONFIG_COUNT: "1",
				GIT_CONFIG_KEY_0: `url.file://${this.slipway.path}.insteadOf`,
				GIT_CONFIG_VALUE_0: `http://${host}:80/slipway/slipway.git`,
			},
		})`${program} ${options} ${jobs}`;
		const seconds = (performance.now() - start) / 1000;
		return { code: exitCode ?? -1, stdout, stderr, seconds };
	}
}

/** Serves Dagger's CLI as its publisher does. */
async function mirror() {
	const { stdout } = await run("sh", ["-c", "command -v dagger"]);
	const archive = join(await folder({}), "dagger.tar.gz");
	await shell`tar -czhf ${archive} -C ${join(stdout.trim(), "..")} dagger`;
	const content = await readFile(archive);
	const published = /^\/[\d.]+\/dagger_v[\d.]+_linux_\w+\.tar\.gz$/;
	const server = createServer(({ url = "" }, answer) => {
		answer.writeHead(published.test(url) ? 200 : 404);
		answer.end(content);
	});
	const address = await hostOfEngine();
	await new Promise<void>((resolve) => server.listen(0, address, resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${address}:${port}`,
		sha256: createHash("sha256").update(content).digest("hex"),
		close: () => server.close(),
	};
}

/** It copies files into the job's container: what stands in for the job's image can do that, too. */
async function helperImage(): Promise<string> {
	const filter = ["--filter=label=slipway.lab.stand-in", "--format={{.ID}}"];
	const { stdout } = await run("docker", [
		...["image", "ls", "--filter=reference=docker:*-cli"],
		...filter,
	]);
	return stdout.trim()
		? (stdout.trim().split("\n")[0] ?? "")
		: "docker.io/firecow/gitlab-ci-local-util:latest";
}
