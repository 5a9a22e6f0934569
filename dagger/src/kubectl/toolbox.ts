import { type Container, dag, type File } from "@dagger.io/dagger";

/** The image with kubectl, and a shell, sed and tar beside it. */
export function toolbox(): Container {
	return dag.container().from("alpine/kubectl:1.34.2");
}

/** Some lines of a file, counted from 0, as a file. */
export function selectLines(lines: File, numbers: number[]): File {
	const command = numbers.map((number) => `${number + 1}p`).join(";");
	return toolbox()
		.withMountedFile("/lines", lines)
		.withExec(["sh", "-c", `sed -n '${command}' /lines >/selected`])
		.file("/selected");
}
