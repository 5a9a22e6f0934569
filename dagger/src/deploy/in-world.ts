import type { World } from "../cluster/world.js";
import type { Credentials } from "../image/account.js";
import { formatAddress, type Repository } from "../image/reference.js";
import type { Variables } from "../input/dotenv.js";
import { listEnvForms } from "../input/env-forms.js";
import type { Cluster } from "../kubectl/cluster.js";
import { maskKnown } from "../kubectl/redact.js";
import { masked } from "./masked.js";
import { makeWorld } from "./settings.js";

/** What a run knows that is not to be told, and what it tells. */
type Subject = {
	repository: Repository;
	/** All that is secret here. */
	logins: Credentials[];
	cluster: Cluster;
	app: string;
	secretName?: string;
	env?: Variables;
};

/** Does some work on a cluster, and shows no secret in what it prints, returns or throws. */
export function inWorld(
	subject: Subject,
	timeout: number,
	work: (world: World) => Promise<string>,
): Promise<string> {
	const { repository, logins, cluster, app, secretName = "", env } = subject;
	const told = [cluster.namespace, app, secretName, formatAddress(repository)];
	const envForms = env ? listEnvForms(env, told) : [];
	const world = makeWorld(cluster, timeout, logins, envForms);
	return masked(
		logins,
		async () => maskKnown(await work(world), envForms),
		envForms,
	);
}
