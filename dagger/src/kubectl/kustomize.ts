import { type Directory, dag, type File, ReturnType } from "@dagger.io/dagger";
import { explain } from "../failures/failure.js";
import { textFile } from "./files.js";
import { toolbox } from "./toolbox.js";

/** Manifests as kustomize renders them, one JSON document a line. */
export type Kustomized = {
	/** In the namespaces that they name. */
	plain: File;
	/** In the app's namespace, with the app's labels. */
	final: File;
};

const print = (from: string, to: string) =>
	`kubectl patch --local --filename=${from} --type=merge --patch={} --output='jsonpath={@}{"\\n"}' >${to}`;

/**
 * Renders a folder by its kustomization, and the result by another, without any cluster. What a manifest holds stays in
 * files, because the arguments and the output of a call are logged.
 */
export async function kustomize(
	folder: Directory,
	second: { kustomization: string; reads: string },
): Promise<Kustomized> {
	const plain = `/app/${second.reads}`;
	const rendered = toolbox()
		.withDirectory("/render", folder)
		.withNewFile("/app/kustomization.yaml", second.kustomization)
		.withExec(["kubectl", "kustomize", "/render", "-o", plain], {
			expect: ReturnType.Any,
		});
	if ((await rendered.exitCode()) !== 0)
		throw explain("the manifests cannot be read", await rendered.stderr(), {
			sentence: "kustomize refuses them",
			next: "correct the file that it names; try it here: kubectl kustomize",
		});
	const steps = [
		print(plain, "/plain.json"),
		"kubectl kustomize /app -o /final.yaml",
		print("/final.yaml", "/final.json"),
	];
	const printed = rendered.withExec(["sh", "-c", steps.join(" && ")]);
	return {
		plain: printed.file("/plain.json"),
		final: printed.file("/final.json"),
	};
}

/** Objects, one JSON document a line, as a file of YAML. */
export function toYaml(lines: string): File {
	const kustomization = JSON.stringify({ resources: ["objects.yaml"] });
	// JSON is YAML, but several documents in one file are not.
	const documents = lines.trim().split("\n").join("\n---\n");
	return toolbox()
		.withDirectory(
			"/render",
			dag
				.directory()
				.withNewFile("kustomization.yaml", kustomization)
				.withFile("objects.yaml", textFile(documents)),
		)
		.withExec(["kubectl", "kustomize", "/render", "-o", "/objects.yaml"])
		.file("/objects.yaml");
}
