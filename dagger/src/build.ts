import type { Container, Directory, Platform } from "@dagger.io/dagger";

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
