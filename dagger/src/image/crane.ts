import { dag } from "@dagger.io/dagger";
import { type Credentials, formatDockerConfig } from "./account.js";

/** Sets tags on an image that is in its registry. The engine itself could only push it anew, with another digest. */
export async function setTags(
	image: string,
	credentials: Credentials,
	tags: string[],
): Promise<void> {
	const config = dag.setSecret(
		"slipway-registry-login",
		formatDockerConfig(credentials),
	);
	const container = dag
		.container()
		.from("gcr.io/go-containerregistry/crane:v0.20.6")
		.withMountedSecret("/run/docker/config.json", config)
		.withEnvVariable("DOCKER_CONFIG", "/run/docker")
		.withEnvVariable("SLIPWAY_RUN", `${Date.now()}-${Math.random()}`);
	await tags
		.reduce(
			(container, tag) =>
				container.withExec(["tag", image, tag], { useEntrypoint: true }),
			container,
		)
		.sync();
}
