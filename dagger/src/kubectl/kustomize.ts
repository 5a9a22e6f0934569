import { type Directory, type File, ReturnType } from "@dagger.io/dagger";
import { explain } from "../failures/failure.js";
import { toolbox } from "./toolbox.js";

/** Kustomize's output: a file of YAML, and the same as lines of one JSON document each. */
export type Kustomized = { yaml: File; lines: File };

const toLines = `kubectl patch --local --filename=/objects.yaml --type=merge --patch={} --output='jsonpath={@}{"\\n"}'`;

/**
 * Renders a kustomization without any cluster. What a manifest holds stays in files, because the arguments and the output
 * of a call are logged.
 */
export async function kustomize(folder: Directory): Promise<Kustomized> {
	const rendered = toolbox()
		.withDirectory("/render", folder)
		.withExec(["kubectl", "kustomize", "/render", "-o", "/objects.yaml"], {
			expect: ReturnType.Any,
		});
	if ((await rendered.exitCode()) !== 0)
		throw explain("the manifests cannot be read", await rendered.stderr(), {
			sentence: "kustomize refuses them",
			next: "correct the file that it names; try it here: kubectl kustomize",
		});
	const lines = rendered
		.withExec(["sh", "-c", `${toLines} >/objects.json`])
		.file("/objects.json");
	return { yaml: rendered.file("/objects.yaml"), lines };
}
