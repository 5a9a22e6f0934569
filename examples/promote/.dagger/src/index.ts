/** A shop whose image is scanned between the push and the deploy. */
import {
	argument,
	type Directory,
	dag,
	func,
	object,
	type Secret,
} from "@dagger.io/dagger";

@object()
export class Shop {
	/** Pushes the image, lets another module scan what the registry has, and deploys just that. */
	@func({ cache: "never" })
	async release(
		@argument({ defaultPath: "/app" }) source: Directory,
		@argument({ defaultPath: "/k8s" }) manifests: Directory,
		username: string,
		password: Secret,
		kubeconfig: Secret,
		namespace: string,
		registry: string = "docker.io",
	): Promise<string> {
		const shop = dag.slipway({
			registry,
			username,
			imageName: "shop",
			password,
			kubeconfig,
			namespace,
		});
		const image = await shop.push(source);
		const pushed = dag
			.container()
			.withRegistryAuth(registry, username, password)
			.from(image);
		await dag.scanner().scan(pushed);
		return shop.promote(image, manifests);
	}
}
