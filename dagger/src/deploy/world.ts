import { RetryingCluster } from "../cluster/retries.js";
import type { World } from "../cluster/world.js";
import type { Credentials } from "../image/account.js";
import { formatAddress, type Repository } from "../image/reference.js";
import type { Surroundings } from "../image/retries.js";
import type { Variables } from "../input/dotenv.js";
import { listEnvForms } from "../input/env-forms.js";
import type { Cluster } from "../kubectl/cluster.js";
import { maskKnown } from "../kubectl/redact.js";
import { systemClock } from "../system/clock.js";
import { masked, masking } from "./masked.js";

/** The time, and a way to print. */
export const surroundings: Surroundings = {
	clock: systemClock,
	print: (line) => console.log(line),
};

/** What a run is about: all that is secret there, and the names that are not. */
type Subject = {
	cluster: Cluster;
	app: string;
	logins?: Credentials[];
	/** The app's own secrets. */
	env?: Variables;
	repository?: Repository;
	secretName?: string;
};

/** Does some work on a cluster that may blink for as long as the run may take; shows no secret in what it prints or throws. */
export function withWorld(
	subject: Subject,
	timeout: number,
	work: (world: World) => Promise<string>,
): Promise<string> {
	const { cluster, logins = [] } = subject;
	const { clock } = surroundings;
	const envForms = findEnvForms(subject);
	const mask = masking(logins, envForms);
	const print = (line: string) => surroundings.print(maskKnown(line, envForms));
	const patient = new RetryingCluster(cluster, clock, print, timeout);
	const world = { cluster: patient, clock, print, mask };
	return masked(
		logins,
		async () => maskKnown(await work(world), envForms),
		envForms,
	);
}

function findEnvForms({
	cluster,
	app,
	env,
	repository,
	secretName = "",
}: Subject): string[] {
	if (!env) return [];
	const address = repository ? [formatAddress(repository)] : [];
	return listEnvForms(env, [cluster.namespace, app, secretName, ...address]);
}
