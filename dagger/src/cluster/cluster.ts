import {
	type Container,
	type Directory,
	dag,
	type File,
	ReturnType,
	type Secret,
} from "@dagger.io/dagger";
import {
	clusterCauses,
	explain,
	failureText,
} from "../failures/explanations.js";
import {
	type Answer,
	answers,
	type Call,
	type Order,
	script,
} from "./kubectl.js";

/** The image with kubectl, and a shell and tar beside it. */
export function toolbox(): Container {
	return dag.container().from("alpine/kubectl:1.34.2");
}

/**
 * Renders a kustomization without any cluster: a file of YAML, and the same as lines of one JSON document each. What a
 * manifest holds stays in files, because the arguments and the output of a call are logged.
 */
export async function kustomize(
	folder: Directory,
): Promise<{ file: File; lines: File }> {
	const convert = `kubectl patch --local --filename=/objects.yaml --type=merge --patch={} --output='jsonpath={@}{"\\n"}'`;
	const rendered = toolbox()
		.withDirectory("/render", folder)
		.withExec(["kubectl", "kustomize", "/render", "-o", "/objects.yaml"], {
			expect: ReturnType.Any,
		});
	if ((await rendered.exitCode()) !== 0)
		throw new Error(
			failureText("the manifests cannot be read", await rendered.stderr(), {
				pattern: /./,
				sentence: "kustomize refuses them",
				next: "mend the file that it names; try it here: kubectl kustomize",
			}),
		);
	const lines = rendered
		.withExec(["sh", "-c", `${convert} >/objects.json`])
		.file("/objects.json");
	return { file: rendered.file("/objects.yaml"), lines };
}

/** Some lines of a file, counted from 0, as a file. */
export function pick(lines: File, numbers: number[]): File {
	const command = numbers.map((number) => `${number + 1}p`).join(";");
	return toolbox()
		.withMountedFile("/lines", lines)
		.withExec(["sh", "-c", `sed -n '${command}' /lines >/picked`])
		.file("/picked");
}

/** Files that the calls of a conversation name by their paths; one may come as standard input. */
export type Files = {
	mounted?: Record<string, File>;
	secret?: Record<string, Secret>;
	stdin?: string;
};

/** A way to talk to a namespace of a cluster. */
export type Access = {
	readonly namespace: string;
	/** Makes the calls, by default in turn until one fails. */
	run(calls: Call[], files?: Files, order?: Order): Promise<Answer[]>;
};

/** A cluster, and the only way to it: kubectl in a container of its own. */
export class Cluster implements Access {
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

	async run(
		calls: Call[],
		files: Files = {},
		order?: Order,
	): Promise<Answer[]> {
		let container = this.base;
		for (const [path, file] of Object.entries(files.mounted ?? {}))
			container = container.withMountedFile(path, file);
		for (const [path, secret] of Object.entries(files.secret ?? {}))
			container = container.withMountedSecret(path, secret);
		const flags = ["--namespace", this.namespace, "--request-timeout=30s"];
		if (this.context) flags.push("--context", this.context);
		const conversation = script(
			calls.map((call) => [...call, ...flags]),
			"/transcript",
			order,
		);
		const transcript = await container
			// Set last: what stands above may come from the cache, the calls never do.
			.withEnvVariable("SLIPWAY_RUN", `${Date.now()}-${Math.random()}`)
			.withExec(["sh", "-c", conversation], { stdin: files.stdin })
			.file("/transcript")
			.contents();
		return answers(transcript);
	}
}

/** What kubectl printed, call by call, if none of them failed. */
export function said(what: string, answers: Answer[]): string[] {
	const bad = answers.find(({ code }) => code !== 0);
	if (bad) throw refusal(what, bad);
	return answers.map(({ stdout }) => stdout);
}

/** The error of an answer that should have been a good one. */
export function refusal(what: string, { stderr }: Answer): Error {
	return new Error(failureText(what, stderr, explain(clusterCauses, stderr)));
}
