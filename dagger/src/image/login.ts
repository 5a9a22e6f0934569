import { type Container, dag } from "@dagger.io/dagger";
import type { Credentials } from "./account.js";
import { formatLoginAddress } from "./reference.js";

/** A container that reads from and writes to the registry of an account. */
export function loggedIn(
	container: Container,
	{ registry, username, password }: Credentials,
): Container {
	const secret = dag.setSecret("slipway-registry-password", password);
	const address = formatLoginAddress(registry);
	return container.withRegistryAuth(address, username, secret);
}
