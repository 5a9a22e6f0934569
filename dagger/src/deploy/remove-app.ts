import { deleteObjects } from "../cluster/apply.js";
import { leaseRef } from "../cluster/lease.js";
import { withDeployLock } from "../cluster/lock.js";
import { deleteNamespace, readNamespace } from "../cluster/namespace.js";
import { formatTarget } from "../cluster/requests.js";
import { formatMissing, parseForbidden } from "../cluster/rights.js";
import type { World } from "../cluster/world.js";
import { appLabel } from "../input/app-name.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { kindKey } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import { envLabel } from "../manifests/env-secret.js";
import { recordName } from "../release/names.js";
import type { ReleaseRecord } from "../release/record.js";
import { dataReason, listApplied } from "../release/removed.js";
import { readRecords } from "../release/store.js";
import { formatRemoved, type RemovedApp } from "../report/removed.js";
import { findOwnClaims, findTemplateClaims } from "./claims.js";
import type { DeployOptions } from "./context.js";
import { findRemovable } from "./remove.js";

type RemoveOptions = Pick<DeployOptions, "app" | "by" | "timeout"> & {
	deleteData?: boolean;
	deleteNamespace?: boolean;
};

/** Deletes all that the releases of an app have made, and the namespace, where that is asked for. */
export async function removeApp(
	world: World,
	options: RemoveOptions,
): Promise<string> {
	const { cluster } = world;
	const { namespace } = cluster;
	const { app, deleteNamespace: isAsked } = options;
	const found = isAsked ? await readNamespace(cluster) : undefined;
	if (isAsked && !found)
		return `✓ nothing to do: there is no namespace ${namespace}`;
	const { deleted, kept, lock } = await removeObjects(world, options);
	const namespaceEnd =
		found && (await removeNamespace(cluster, found, options, kept));
	const all = [...kept, ...lock];
	return formatRemoved({ app, namespace, deleted, kept: all, namespaceEnd });
}

/** The namespace stays as long as anything of the app is to stay. */
async function removeNamespace(
	cluster: Cluster,
	namespace: KubeObject,
	{ app, timeout }: RemoveOptions,
	kept: RemovedApp["kept"],
): Promise<RemovedApp["namespaceEnd"]> {
	const names = kept
		.filter(({ object }) => object.kind !== "Namespace")
		.map(({ object }) => formatName(object));
	return names.length > 0
		? { kept: `it still has ${names.join(", ")}` }
		: deleteNamespace(cluster, namespace, app, timeout);
}

/** What was applied last goes first; data stays unless it is asked for. */
function removeObjects(
	world: World,
	options: RemoveOptions,
): Promise<Removed & { lock: RemovedApp["kept"] }> {
	const { clock } = world;
	const { app, timeout, deleteData } = options;
	const seen = { since: clock.now() };
	return withDeployLock(world, options, seen, async (lock) => {
		const records = await readRecords(lock, app);
		const found = await findAll(lock, app, records, deleteData);
		await deleteObjects(lock, clock, found.deleted, timeout);
		await forget(lock, app, records);
		// As the last act: once it is released, it may be another's.
		return { ...found, lock: await deleteLease(lock, app) };
	});
}

/** An account that may deploy need not be allowed to delete the lock. */
async function deleteLease(
	cluster: Cluster,
	app: string,
): Promise<RemovedApp["kept"]> {
	const lease = leaseRef(app);
	const call = ["delete", formatTarget(lease), "--ignore-not-found"];
	const [answer] = await cluster.run([call]);
	const missing = parseForbidden(answer?.stderr ?? "");
	return missing.length > 0
		? [{ object: lease, reason: formatMissing(missing) }]
		: [];
}

type Removed = Pick<RemovedApp, "deleted" | "kept">;

async function findAll(
	cluster: Cluster,
	app: string,
	records: ReleaseRecord[],
	deleteData = false,
): Promise<Removed> {
	const before = records.map(listApplied);
	const found = await findRemovable(cluster, app, before, []);
	const deleted = found.delete.reverse();
	if (!deleteData) return { deleted, kept: found.kept };
	const kept = [...found.kept, ...(await findOwnClaims(cluster, app))];
	const isData = ({ object, reason }: RemovedApp["kept"][number]) =>
		reason === dataReason && kindKey(object) === "/PersistentVolumeClaim";
	const data = kept.filter(isData).map(({ object }) => object);
	const ofTemplates = await findTemplateClaims(cluster, deleted);
	return {
		deleted: [...deleted, ...listOnce(data), ...ofTemplates],
		kept: found.kept.filter((one) => !isData(one)),
	};
}

function listOnce(objects: KubeObject[]): KubeObject[] {
	return [...new Map(objects.map((one) => [formatName(one), one])).values()];
}

/** Deletes the records, and the Secrets that were made for this app. */
async function forget(
	cluster: Cluster,
	app: string,
	records: ReleaseRecord[],
): Promise<void> {
	const names = records.map((record) => recordName(record));
	const ownSecrets = [`--selector=${appLabel}=${app},${envLabel}`];
	const calls = [
		...(names.length > 0 ? [[...names, "--ignore-not-found"]] : []),
		ownSecrets,
	].map((which) => ["delete", "secret", ...which]);
	stdoutOrThrow("the releases cannot be deleted", await cluster.run(calls));
}
