import {
	type Container,
	type Directory,
	dag,
	ReturnType,
	type Secret,
} from "@dagger.io/dagger";
import { clusterCauses, explain, failureText } from "./explanations.js";
import { type Answer, answers, type Call, script } from "./kubectl.js";

const image = "alpine/kubectl:1.34.2";

/** Renders a kustomization without any cluster; the answer is one JSON document a line. */
export async function kustomize(folder: Directory): Promise<string> {
	const rendered = dag
		.container()
		.from(image)
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
	return rendered
		.withExec(
			[
				"kubectl",
				"patch",
				"--local",
				"--type=merge",
				"--patch={}",
				"--filename=/objects.yaml",
				'--output=jsonpath={@}{"\\n"}',
			],
			{ redirectStdout: "/objects.jsonl" },
		)
		.file("/objects.jsonl")
		.contents();
}

/** A cluster, and the only way to it: kubectl in a container of its own. */
export class Cluster {
	private readonly base: Container;

	constructor(
		kubeconfig: Secret,
		readonly namespace: string,
		private readonly context?: string,
	) {
		this.base = dag
			.container()
			.from(image)
			.withMountedSecret("/run/kubeconfig", kubeconfig)
			.withEnvVariable("KUBECONFIG", "/run/kubeconfig");
	}

	/** Makes the calls in turn, by default until one fails; a call may name the given files by their paths. */
	async run(
		calls: Call[],
		files: Record<string, string | Secret> = {},
		then: "&&" | ";" = "&&",
	): Promise<Answer[]> {
		let container = this.base;
		for (const [path, content] of Object.entries(files))
			container =
				typeof content === "string"
					? container.withNewFile(path, content)
					: container.withMountedSecret(path, content);
		const flags = ["--namespace", this.namespace, "--request-timeout=30s"];
		if (this.context) flags.push("--context", this.context);
		const transcript = await container
			.withNewFile(
				"/kubectl.sh",
				script(
					calls.map((call) => [...call, ...flags]),
					"/transcript",
					then,
				),
			)
			// Set last: what stands above may come from the cache, the calls never do.
			.withEnvVariable("SLIPWAY_RUN", `${Date.now()}-${Math.random()}`)
			.withExec(["sh", "/kubectl.sh"])
			.file("/transcript")
			.contents();
		return answers(transcript);
	}
}

/** The error of an answer that should have been a good one. */
export function refusal(what: string, { stderr }: Answer): Error {
	return new Error(failureText(what, stderr, explain(clusterCauses, stderr)));
}
