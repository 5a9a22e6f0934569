import { dag, type Secret } from "@dagger.io/dagger";

/** A recipe whose secrets have the names that its Dockerfile knows them by: a caller's have an address only. */
export async function withNamedSecrets<
	Recipe extends { buildSecrets: Secret[] },
>(recipe: Recipe): Promise<Recipe> {
	const buildSecrets = await Promise.all(
		recipe.buildSecrets.map(async (secret) =>
			dag.setSecret(await nameOf(secret), await secret.plaintext()),
		),
	);
	return { ...recipe, buildSecrets };
}

/** As it is named in code, or else the last part of its address: `env://NPM_TOKEN`, `file:///home/alice/npmrc`. */
async function nameOf(secret: Secret): Promise<string> {
	const name = await secret.name();
	return name || ((await secret.uri()).split("/").at(-1) ?? "");
}
