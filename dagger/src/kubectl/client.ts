import type { Container, Secret } from "@dagger.io/dagger";
import type { Cluster, Options } from "./cluster.js";
import { secretText, textFile } from "./files.js";
import { type Answer, type Call, parseAnswers, script } from "./script.js";
import { untilStarted } from "./started.js";
import { toolbox } from "./toolbox.js";

/** A cluster, and the only way to it: kubectl in a container of its own. */
export class Kubectl implements Cluster {
	private readonly base: Container;

	constructor(
		kubeconfig: Secret,
		readonly namespace: string,
		private readonly context?: string,
	) {
		this.base = toolbox()
			.withMountedSecret("/run/kubeconfig", kubeconfig)
			.withEnvVariable("KUBECONFIG", "/run/kubeconfig");
	}

	async run(calls: Call[], options: Options = {}): Promise<Answer[]> {
		const { files = {}, secrets = {}, stdin, parallel } = options;
		let container = this.base;
		for (const [path, file] of Object.entries(files))
			container = container.withMountedFile(path, textFile(file));
		for (const [path, secret] of Object.entries(secrets))
			container = container.withMountedSecret(path, secretText(secret));
		const flags = ["--namespace", this.namespace, "--request-timeout=30s"];
		if (this.context) flags.push("--context", this.context);
		const conversation = script(
			calls.map((call) => [...call, ...flags]),
			"/tmp",
			parallel,
		);
		const transcript = await untilStarted(() =>
			container
				// Set last: what stands above may come from the cache, the calls never do.
				.withEnvVariable("SLIPWAY_RUN", `${Date.now()}-${Math.random()}`)
				.withExec(["sh", "-c", conversation], { stdin })
				.file("/tmp/transcript")
				.contents(),
		);
		return parseAnswers(transcript);
	}
}
