import { type Container, dag } from "@dagger.io/dagger";

/** The image with kubectl, and a shell and tar beside it. */
export function toolbox(): Container {
	return dag.container().from("alpine/kubectl:1.34.2");
}

/** The same container, of which no later call comes from the cache; what stands above may. */
export function uncached(container: Container): Container {
	const run = `${Date.now()}-${Math.random()}`;
	return container.withEnvVariable("SLIPWAY_RUN", run);
}
