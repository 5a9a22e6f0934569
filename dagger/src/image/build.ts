import type {
	Container,
	Directory,
	Platform,
	Secret,
	Socket,
} from "@dagger.io/dagger";
import { explain, Failure } from "../failures/failure.js";
import { contentKeyLabel } from "./content-key.js";
import { type Platforms, requireDistinct } from "./platform.js";

/** What describes an image's build, as `docker build` has it. */
export type Recipe = {
	dockerfile: string;
	target?: string;
	buildArgs: string[];
	buildSecrets: Secret[];
	ssh?: Socket;
	platforms: Platform[];
	labels: string[];
};

/** What never belongs into an image. */
export const ignored = [
	"**/.git",
	"**/.venv",
	"**/node_modules",
	"**/__pycache__",
];

/** The app's folder as a build gets to see it. */
export function buildContext(source: Directory): Directory {
	// The engine leaves these out for a caller on the command line, not for one that is a module.
	return source.filter({ exclude: ignored });
}

/** The app's image for one platform, from its folder as Docker's build context. */
export function build(
	source: Directory,
	recipe: Recipe,
	platform = recipe.platforms[0],
): Container {
	const image = buildContext(source).dockerBuild({
		dockerfile: recipe.dockerfile,
		target: recipe.target,
		platform,
		buildArgs: parseBuildArgs(recipe).map(([name, value]) => ({ name, value })),
		secrets: recipe.buildSecrets,
		ssh: recipe.ssh,
	});
	return recipe.labels
		.map((label) => parsePair("--labels", label))
		.reduce((image, [name, value]) => image.withLabel(name, value), image);
}

/** The image for each platform, with the key of what it is built from. */
export function buildAll(
	source: Directory,
	recipe: Recipe,
	[first, ...others]: Platforms,
	key?: string,
): [Container, ...Container[]] {
	const make = (platform: string) => {
		const image = build(source, recipe, platform as Platform);
		return key ? image.withLabel(contentKeyLabel, key) : image;
	};
	return [make(first), ...others.map(make)];
}

export function parseBuildArgs({ buildArgs }: Pick<Recipe, "buildArgs">) {
	return buildArgs.map((text) => parsePair("--build-args", text));
}

function parsePair(option: string, text: string): [string, string] {
	const [name = "", ...value] = text.split("=");
	if (name === "" || value.length === 0)
		throw new Failure(
			`${option}=${text} is not NAME=VALUE, as in ${option}=APP_VERSION=1.4.2`,
		);
	return [name, value.join("=")];
}

/** Builds the image now; a step of the Dockerfile that fails is told by its command and the end of its output. */
export async function finishBuild(images: Container[]): Promise<void> {
	await Promise.all(images.map((image) => image.sync())).catch(
		(error: Error) => {
			throw explainBuild(error);
		},
	);
	if (images.length === 1) return;
	// Dagger 0.21 forgets the platform that it was asked for, of a build FROM scratch at least.
	requireDistinct(await Promise.all(images.map((image) => image.platform())));
}

/** The engine's error carries the step's command and output, and a message that holds its whole plan. */
export function explainBuild(error: Error): Failure {
	const { cmd, exitCode, stderr, stdout } = error as Partial<Step>;
	if (cmd === undefined)
		return explain(
			"build: the image was not built",
			error.message
				.replace(/^.*\bload (?:Container@|xxh3:)\S+: (?:inputs: )?/s, "")
				.replace(/^failed to convert Dockerfile to LLB: /, "")
				.replace(/^.*\bunsupported op "exec" \(\S+\): /, ""),
			findMissing(error.message),
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

/** What a step needs and was not given: util/llbtodagger/exec.go of Dagger. */
function findMissing(message: string) {
	const [, id] = /secret "([^"]*)" is required but/.exec(message) ?? [];
	if (id)
		return {
			sentence: `a step of the Dockerfile needs the build secret ${id}`,
			next: `give it by that name: --build-secrets=env://${id}`,
		};
	if (!/ssh mount "[^"]*" is required but/.test(message)) return undefined;
	return {
		sentence: "a step of the Dockerfile needs an SSH agent",
		next: "give yours: --ssh=$SSH_AUTH_SOCK",
	};
}

type Step = { cmd: string[]; exitCode: number; stderr: string; stdout: string };
