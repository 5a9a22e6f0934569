import type { Container, Directory, Platform } from "@dagger.io/dagger";
import { failureText } from "../failures/explanations.js";

/** What describes an image's build, as `docker build` has it. */
export type Recipe = {
	source: Directory;
	dockerfile: string;
	target?: string;
	buildArgs: string[];
	platform?: Platform;
};

/** The app's image, from its folder as Docker's build context. */
export function build(recipe: Recipe): Container {
	return recipe.source.dockerBuild({
		dockerfile: recipe.dockerfile,
		target: recipe.target,
		platform: recipe.platform,
		buildArgs: recipe.buildArgs.map(buildArg),
	});
}

function buildArg(text: string): { name: string; value: string } {
	const [name = "", ...value] = text.split("=");
	if (name === "" || value.length === 0)
		throw new Error(
			`--build-args=${text} is not NAME=VALUE, as in --build-args=APP_VERSION=1.4.2`,
		);
	return { name, value: value.join("=") };
}

/** Builds the image now; a step of the Dockerfile that fails is told by its command and its last words. */
export function built(image: Container): Promise<Container> {
	return image.sync().catch((error: Error) => {
		throw new Error(buildFailure(error));
	});
}

/** The engine's error carries the step's command and output, and a message that holds its whole plan. */
export function buildFailure(error: Error): string {
	const { cmd, exitCode, stderr, stdout } = error as Partial<Step>;
	if (cmd === undefined)
		return failureText(
			"build: the image was not built",
			error.message
				.replace(/^.*\bload (?:Container@|xxh3:)\S+: (?:inputs: )?/s, "")
				.replace(/^failed to convert Dockerfile to LLB: /, ""),
		);
	return failureText(
		`build: ${cmd.at(-2) === "-c" ? cmd.at(-1) : cmd.join(" ")} ended with exit code ${exitCode}`,
		stderr || stdout || "",
		{
			pattern: /./,
			sentence: "a step of the Dockerfile failed",
			next: "mend the Dockerfile or what it installs; try it here: dagger call build",
		},
	);
}

type Step = { cmd: string[]; exitCode: number; stderr: string; stdout: string };
