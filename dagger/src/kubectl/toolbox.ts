import { type Container, dag } from "@dagger.io/dagger";

/** The image with kubectl, and a shell and tar beside it. */
export function toolbox(): Container {
	return dag.container().from("alpine/kubectl:1.34.2");
}
