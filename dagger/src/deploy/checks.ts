import { randomBytes } from "node:crypto";
import type { DeployLock } from "../cluster/deploy-lock.js";
import { type DryRun, dryRunRelease } from "../cluster/dry-run.js";
import type { Seen } from "../cluster/lock.js";
import { type Preflight, preflight } from "../cluster/preflight.js";
import type { World } from "../cluster/world.js";
import { Failure } from "../failures/failure.js";
import type { Cluster } from "../kubectl/cluster.js";
import type { KubeObject } from "../kubernetes/object.js";
import { readsSecret } from "../manifests/configuration.js";
import { envSecretName, requireFreeName } from "../manifests/env-secret.js";
import { findEnvKey, findLiveRelease } from "../release/history.js";
import { decideOrder, type Order } from "../release/order.js";
import type { ReleaseRecord } from "../release/record.js";
import { decodeRecord } from "../release/secret.js";
import type {
	Context,
	DeployOptions,
	Found,
	ReleaseSource,
} from "./context.js";

type Checked = {
	rendered: KubeObject[];
	found: Found;
	seen: Seen;
	records: ReleaseRecord[];
	order: Exclude<Order, { kind: "too old" }>;
};

type Subject = Pick<
	DeployOptions,
	| "app"
	| "secretName"
	| "account"
	| "env"
	| "commit"
	| "allowOlder"
	| "createNamespace"
	| "forceConflicts"
>;

/** What has to be right before anything is built. */
export async function checkPreconditions(
	{ cluster, clock, print }: Pick<World, "cluster" | "clock" | "print">,
	source: Pick<ReleaseSource, "render">,
	options: Subject,
): Promise<Checked> {
	const rendered = await source.render();
	if (options.env) checkEnv(options, rendered, print);
	const checked = await checkCluster(cluster, rendered, options);
	const { lease } = checked.found;
	return { ...checked, rendered, seen: { lease, since: clock.now() } };
}

async function checkCluster(
	cluster: Cluster,
	objects: KubeObject[],
	options: Subject,
): Promise<Pick<Checked, "found" | "records" | "order">> {
	const found = await preflight(
		cluster,
		{ ...options, objects },
		options.createNamespace,
	);
	const { records, order } = checkOrder(found, options);
	const envKey = findEnvKey(records) ?? randomBytes(32).toString("base64");
	return { records, order, found: { ...found, envKey } };
}

/** Refuses the app's own secrets where their name is taken, and says so where nobody reads them. */
function checkEnv(
	{ app, secretName }: Subject,
	rendered: KubeObject[],
	print: World["print"],
): void {
	requireFreeName(app, secretName, rendered);
	const name = envSecretName(app);
	if (!rendered.some((object) => readsSecret(object, name)))
		print(
			`nothing in the manifests reads Secret ${name}: envFrom: [{ secretRef: { name: ${name} } }] in a container does`,
		);
}

/** Refuses to go back in history to what never ran well. */
function checkOrder(
	found: Preflight,
	{ commit, allowOlder }: Pick<DeployOptions, "commit" | "allowOlder">,
): Pick<Checked, "records" | "order"> {
	const records = found.records.map(decodeRecord);
	const live = findLiveRelease(records);
	const order = decideOrder({ commit, records, live, allowOlder });
	if (order.kind === "too old") throw order.failure;
	return { records, order };
}

/** After another deploy has ended, the cluster is another: what it did is not to be taken for ours, nor undone. */
export async function checkAgain(
	context: Context,
	lock: DeployLock,
): Promise<DryRun> {
	const { options, rendered } = context;
	const { found, records, order } = await checkCluster(lock, rendered, options);
	if (order.kind === "back") throw overtaken(order);
	context.found = found;
	context.records = records;
	context.release = context.makeRelease(found, records);
	return makeDryRun(context, lock);
}

/** When it began this was no way back: whoever wants one asks for it again. */
function overtaken({ from, to }: Extract<Order, { kind: "back" }>): Failure {
	return new Failure(
		`release ${from.number}, of a newer commit, was deployed while this deploy waited for it: nothing was changed`,
		{ next: `to go back to release ${to.number}, run this again` },
	);
}

/** Lets the cluster try the release. */
export async function makeDryRun(
	context: Context,
	cluster = context.cluster,
): Promise<DryRun> {
	const { forceConflicts, forceFields } = context.options;
	const dryRun = await dryRunRelease(
		{ ...context, cluster },
		context.release,
		forceConflicts || forceFields,
		context.found.needsDefinitions,
	);
	context.release = dryRun.release;
	return dryRun;
}
