import type { Container, Secret, Service } from "@dagger.io/dagger";
import { findAccess, isAboutKubeconfig } from "./access.js";
import type { Cluster, KubectlOptions } from "./cluster.js";
import { readText, secretText, textFile } from "./files.js";
import { kubeconfigRequest, parseKubeconfig } from "./kubeconfig.js";
import { type Answer, type Call, parseAnswers, script } from "./script.js";
import { untilStarted } from "./started.js";
import { toolbox, uncached } from "./toolbox.js";

/** How to get to a cluster, and as whom. */
export type ClusterAccess = {
	kubeconfig: Secret;
	context?: string;
	/** Stands in for the kubeconfig's user. */
	token?: string;
	/** Leads to the kubeconfig's server, where the engine's containers cannot reach that. */
	tunnel?: Service;
};

const config = "/run/kubeconfig";
const tokenFile = "/run/token";
const tunnelHost = "cluster";
/** What of a kubeconfig says who a token is of: the file that holds it is named, as an argument or a variable shows it. */
const tokenConfig = {
	apiVersion: "v1",
	kind: "Config",
	users: [{ name: "slipway", user: { tokenFile } }],
};

/** A cluster, and the only way to it: kubectl in a container of its own. */
export class Kubectl implements Cluster {
	private readonly base: Container;
	/** The flags that lead to the cluster, once a look into the kubeconfig was needed to know them. */
	private access?: string[];

	constructor(
		private readonly way: ClusterAccess,
		readonly namespace: string,
	) {
		this.base = makeBase(way);
	}

	async run(calls: Call[], options: KubectlOptions = {}): Promise<Answer[]> {
		if (this.way.tunnel) this.access ??= await this.findAccess();
		const answers = await this.converse(calls, options);
		if (this.access || !answers.some(isAboutKubeconfig)) return answers;
		this.access = await this.findAccess();
		return this.access ? this.converse(calls, options) : answers;
	}

	/** Looks into the kubeconfig, as kubectl reads it. */
	private async findAccess(): Promise<string[] | undefined> {
		const { context, token, tunnel } = this.way;
		const [answer] = await talk(this.base, [kubeconfigRequest]);
		if (answer?.code !== 0) return undefined;
		// The port is where the tunnel begins, and may be another than the server's.
		const port = (await tunnel?.endpoint())?.split(":").at(-1);
		return findAccess(parseKubeconfig(answer.stdout), {
			context,
			hasToken: token !== undefined,
			tunnel: port && `${tunnelHost}:${port}`,
		});
	}

	private converse(calls: Call[], options: KubectlOptions): Promise<Answer[]> {
		const { context, token } = this.way;
		const flags = [
			"--namespace",
			this.namespace,
			`--request-timeout=${options.patience ?? 30}s`,
			...(this.access ?? (context ? [`--context=${context}`] : [])),
			...(token === undefined ? [] : ["--user=slipway"]),
		];
		const complete = (call: Call) => [...call, ...flags];
		const { heartbeat } = options;
		return talk(this.base, calls.map(complete), {
			...options,
			heartbeat: heartbeat && {
				...heartbeat,
				call: complete(heartbeat.call),
			},
		});
	}
}

function makeBase({ kubeconfig, token, tunnel }: ClusterAccess): Container {
	let base = toolbox()
		.withMountedSecret(config, kubeconfig)
		.withEnvVariable("KUBECONFIG", config);
	if (token !== undefined)
		base = base
			.withMountedSecret(tokenFile, secretText(token))
			.withMountedFile(`${config}-token`, textFile(JSON.stringify(tokenConfig)))
			.withEnvVariable("KUBECONFIG", `${config}-token:${config}`);
	return tunnel ? base.withServiceBinding(tunnelHost, tunnel) : base;
}

/** One conversation, in one container. */
async function talk(
	base: Container,
	calls: Call[],
	{ files = {}, secrets = {}, stdin, ...how }: KubectlOptions = {},
): Promise<Answer[]> {
	let container = base;
	for (const [path, file] of Object.entries(files))
		container = container.withMountedFile(path, textFile(file));
	for (const [path, secret] of Object.entries(secrets))
		container = container.withMountedSecret(path, secretText(secret));
	const conversation = script(calls, "/tmp", how);
	const transcript = await untilStarted(() =>
		readText(
			uncached(container)
				.withExec(["sh", "-c", conversation], { stdin })
				.file("/tmp/transcript"),
		),
	);
	return parseAnswers(transcript);
}
