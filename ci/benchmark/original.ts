import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Docker } from "../lab/docker.ts";
import { registryAddress, username } from "../lab/lab.ts";
import { $ } from "../lab/shell.ts";
import type { App } from "./app.ts";
import { createDaemon, type Daemon } from "./daemon.ts";
import { timed } from "./rounds.ts";

const imageName = "bench-original";
const image = `${registryAddress}/${username}/${imageName}:latest`;

const untilReady = "until docker info >/dev/null 2>&1; do sleep 1; done";

const buildImage = `${untilReady}
docker build -t ${image} ./flask-app`;

const pushImage = `${untilReady}
printf %s "$DOCKER_HUB_PASSWORD" | docker login -u ${username} --password-stdin ${registryAddress}
docker push ${image}`;

const deploy = `kubectl create secret docker-registry dockerhub-secret \\
  --docker-server=${registryAddress} \\
  --docker-username=${username} \\
  --docker-password="$DOCKER_HUB_PASSWORD" \\
  --docker-email=${username}@example.com \\
  -n "$KUBE_NAMESPACE" --dry-run=client -o yaml | kubectl apply -f -
echo "Deploying Flask App Pod to Kubernetes..."
echo "$FLASK_APP_POD_MANIFEST" | kubectl apply -f - -n "$KUBE_NAMESPACE"
echo "Flask App Pod deployment initiated."`;

const deletePod =
	'kubectl delete pod flask-app -n "$KUBE_NAMESPACE" --ignore-not-found';

/**
 * The original pipeline's three jobs, command for command, but for the `echo` of the password: in some shells it changes
 * backslashes. With a daemon for each job, as it was written, the push finds no image: here the two jobs share one. What
 * GitLab adds to a job, its image, its checkout and its queue, is not counted.
 */
export class Original {
	private constructor(
		private readonly docker: Docker,
		private readonly app: App,
		private readonly kept: Daemon,
		private readonly manifest: string,
	) {}

	static async create(docker: Docker, root: string, app: App) {
		const kept = await createDaemon(docker, "kept");
		await kept.start();
		const pod = await readFile(join(root, "flask-app/k8s/pod.yaml"), "utf8");
		const manifest = pod
			.replace("image: flask-app", `image: ${image}`)
			// What Kubernetes does by itself with a tag that moves.
			.replace("imagePullPolicy: IfNotPresent", "imagePullPolicy: Always");
		return new Original(docker, app, kept, manifest);
	}

	unchanged(engine: "kept" | "fresh"): Promise<number> {
		return this.withDaemon(engine, (daemon) => this.run(daemon, deploy));
	}

	/** To the jobs' end: the Pod's manifest is the same, so nothing is rolled out. */
	async changed(engine: "kept" | "fresh"): Promise<number> {
		const words = await this.app.change();
		const seconds = await this.unchanged(engine);
		await this.app.saysNot(words);
		return seconds;
	}

	/** What its author has to add for the new code to run: the Pod is deleted first. */
	async replaced(engine: "kept" | "fresh"): Promise<number> {
		const words = await this.app.change();
		return this.withDaemon(engine, async (daemon) => {
			await this.run(daemon, `${deletePod}\n${deploy}`);
			await this.app.says(words);
		});
	}

	remove(): Promise<unknown> {
		return this.kept.remove();
	}

	private async withDaemon(
		engine: "kept" | "fresh",
		work: (daemon: Daemon) => Promise<void>,
	): Promise<number> {
		if (engine === "kept") {
			await this.kept.checkOut(this.app.source);
			return timed(() => work(this.kept));
		}
		const fresh = await createDaemon(this.docker, "fresh");
		try {
			await fresh.checkOut(this.app.source);
			return await timed(async () => {
				await fresh.start();
				await work(fresh);
			});
		} finally {
			await fresh.remove();
		}
	}

	private async run(daemon: Daemon, deploy: string): Promise<void> {
		const { DOCKER_HUB_PASSWORD = "" } = process.env;
		await daemon.run(buildImage, {});
		await daemon.run(pushImage, { DOCKER_HUB_PASSWORD });
		const env = {
			...process.env,
			KUBE_NAMESPACE: this.app.namespace,
			FLASK_APP_POD_MANIFEST: this.manifest,
		};
		await $({ env, quiet: true })`bash -euo pipefail -c ${deploy}`;
	}
}
