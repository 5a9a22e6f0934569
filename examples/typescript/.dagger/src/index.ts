/** A shop that is asked for its page before it is deployed. */
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
	/** Builds the image, asks it for its page, and deploys it if the page is right. */
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
		await shop
			.build(source)
			.withServiceBinding("shop", shop.serve(source))
			.withExec(["python", "-c", test])
			.sync();
		return shop.deploy(source, manifests, { timeout: "3m" });
	}
}

const test = `
from urllib.request import urlopen

page = urlopen("http://shop:8000").read().decode()
assert page.startswith("Hello"), page
`;
