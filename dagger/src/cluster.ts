import {
	type Container,
	type Directory,
	dag,
	type File,
	ReturnType,
	type Secret,
} from "@dagger.io/dagger";
import { clusterCauses, explain, failureText } from "./explanations.js";
import { type Answer, answers, type Call, script } from "./kubectl.js";

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
): Promise<{ file: File; lines: string }> {
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
	const lines = await rendered
		.withExec(["sh", "-c", `${convert} >/objects.json`])
		.file("/objects.json")
		.contents();
	return { file: rendered.file("/objects.yaml"), lines };
}

/** A cluster, and the only way to it: kubectl in a container of its own. */
export class Cluster {
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

	/** Makes the calls in turn, by default until one fails; a call may name the given files by their paths. */
	async run(
		calls: Call[],
		files: {
			mounted?: Record<string, File>;
			secret?: Record<string, Secret>;
			stdin?: string;
		} = {},
		then: "&&" | ";" = "&&",
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
			then,
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

/** The error of an answer that should have been a good one. */
export function refusal(what: string, { stderr }: Answer): Error {
	return new Error(failureText(what, stderr, explain(clusterCauses, stderr)));
}
