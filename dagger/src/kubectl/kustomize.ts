import { type Directory, dag, type File } from "@dagger.io/dagger";
import { readText, textFile } from "./files.js";
import { type Answer, type Call, parseAnswers, script } from "./script.js";
import { toolbox } from "./toolbox.js";

/** Prints the objects in a file, one JSON document a line. */
const print = (file: string): Call => [
	"patch",
	"--local",
	`--filename=${file}`,
	"--type=merge",
	"--patch={}",
	'--output=jsonpath={@}{"\\n"}',
];

/**
 * Renders a folder by its kustomization, and the result by another, without any cluster; each is printed as soon as it is
 * rendered. The answers of these four calls come in a file, because what a container prints is logged, and a refusal may
 * quote a Secret.
 */
export async function kustomize(
	folder: Directory,
	second: { kustomization: string; reads: string },
): Promise<Answer[]> {
	const plain = `/app/${second.reads}`;
	const calls = [
		["kustomize", "/render", `--output=${plain}`],
		print(plain),
		["kustomize", "/app", "--output=/final.yaml"],
		print("/final.yaml"),
	];
	const transcript = toolbox()
		.withDirectory("/render", folder)
		.withNewFile("/app/kustomization.yaml", second.kustomization)
		.withExec(["sh", "-c", script(calls, "/tmp")])
		.file("/tmp/transcript");
	return parseAnswers(await readText(transcript));
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
