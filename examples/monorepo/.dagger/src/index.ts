/** Two apps of one repository, in one namespace. */
import { argument, type Directory, dag, func, object } from "@dagger.io/dagger";

@object()
export class Shop {
	/** Deploys the api, then the web that needs it. The account and the cluster are in .env. */
	@func({ cache: "never" })
	async deploy(
		@argument({ defaultPath: "/" }) repository: Directory,
	): Promise<string> {
		const folder = (path: string) => repository.directory(path);
		const api = await dag
			.slipway({ imageName: "api", name: "shop-api" })
			.deploy(folder("api/app"), folder("api/k8s"));
		const web = await dag
			.slipway({ imageName: "web", name: "shop-web" })
			.deploy(folder("web/app"), folder("web/k8s"), { timeout: "3m" });
		return `${api}\n${web}`;
	}
}
