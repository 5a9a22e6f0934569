import type { Container, Directory, Platform } from "@dagger.io/dagger";
import { explain, Failure } from "../failures/failure.js";

/** What describes an image's build, as `docker build` has it. */
export type Recipe = {
	dockerfile: string;
	target?: string;
	buildArgs: string[];
	platform?: Platform;
};

/** What never belongs into an image. */
export const ignored = [
	"**/.git",
	"**/.venv",
	"**/node_modules",
	"**/__pycache__",
];

/** The app's image, from its folder as Docker's build context. */
export function build(source: Directory, recipe: Recipe): Container {
	// The engine leaves these out for a caller on the command line, not for one that is a module.
	return source.filter({ exclude: ignored }).dockerBuild({
		dockerfile: recipe.dockerfile,
		target: recipe.target,
		platform: recipe.platform,
		buildArgs: recipe.buildArgs.map(parseBuildArg),
	});
}

function parseBuildArg(text: string): { name: string; value: string } {
	const [name = "", ...value] = text.split("=");
	if (name === "" || value.length === 0)
		throw new Failure(
			`--build-args=${text} is not NAME=VALUE, as in --build-args=APP_VERSION=1.4.2`,
		);
	return { name, value: value.join("=") };
}

/** Builds the image now; a step of the Dockerfile that fails is told by its command and the end of its output. */
export function finishBuild(image: Container): Promise<Container> {
	return image.sync().catch((error: Error) => {
		throw explainBuild(error);
	});
}

/** The engine's error carries the step's command and output, and a message that holds its whole plan. */
export function explainBuild(error: Error): Failure {
	const { cmd, exitCode, stderr, stdout } = error as Partial<Step>;
	if (cmd === undefined)
		return explain(
			"build: the image was not built",
			error.message
				.replace(/^.*\bload (?:Container@|xxh3:)\S+: (?:inputs: )?/s, "")
				.replace(/^failed to convert Dockerfile to LLB: /, ""),
		);
	return explain(
		`build: ${cmd.at(-2) === "-c" ? cmd.at(-1) : cmd.join(" ")} ended with exit code ${exitCode}`,
		stderr || stdout || "",
		{
			sentence: "a step of the Dockerfile failed",
			next: "correct the Dockerfile or what it installs; try it here: dagger call build",
		},
	);
}

type Step = { cmd: string[]; exitCode: number; stderr: string; stdout: string };
