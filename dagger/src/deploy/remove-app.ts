import { deleteObjects } from "../cluster/apply.js";
import { leaseRef } from "../cluster/lease.js";
import { type World, withDeployLock } from "../cluster/lock.js";
import { deleteNamespace, readNamespace } from "../cluster/namespace.js";
import { formatTarget } from "../cluster/requests.js";
import { formatMissing, parseForbidden } from "../cluster/rights.js";
import { appLabel } from "../input/app-name.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { kindKey } from "../kubernetes/kinds.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import { envLabel } from "../manifests/env-secret.js";
import { recordName } from "../release/names.js";
import type { ReleaseRecord } from "../release/record.js";
import type { Removal } from "../release/removed.js";
import { readRecords } from "../release/store.js";
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
	const { app, timeout, deleteNamespace: isAsked } = options;
	if (!isAsked) return (await removeObjects(world, options)).text;
	const namespace = await readNamespace(cluster);
	if (!namespace)
		return `✓ nothing to do: there is no namespace ${cluster.namespace}`;
	const { text: removed, kept: left } = await removeObjects(world, options);
	const { kept } =
		left.length > 0
			? { kept: `it still has ${left.map(formatName).join(", ")}` }
			: await deleteNamespace(cluster, namespace, app, timeout);
	const end = kept ? `kept: ${kept}` : "deleted";
	return `${removed}\n  object   Namespace ${cluster.namespace} ${end}`;
}

/** What was applied last goes first; data stays unless it is asked for. */
async function removeObjects(
	world: World,
	options: RemoveOptions,
): Promise<{ text: string; kept: KubeObject[] }> {
	const { cluster, clock } = world;
	const { app, timeout, deleteData } = options;
	const seen = { since: clock.now() };
	const result = await withDeployLock(world, options, seen, async (lock) => {
		const records = await readRecords(lock, app);
		const { all, kept } = await findAll(lock, app, records, deleteData);
		await deleteObjects(lock, clock, all, timeout);
		await forget(lock, app, records);
		return { all, kept };
	});
	const kept = [...result.kept, ...(await deleteLease(cluster, app))];
	const lines = [
		result.all.length > 0
			? `✓ ${app} is removed from namespace ${cluster.namespace}`
			: `✓ nothing to do: no object of a release of ${app} is in namespace ${cluster.namespace}`,
		...result.all.map((object) => `  object   ${formatName(object)} deleted`),
		...kept.map(
			({ object, reason }) =>
				`  object   ${formatName(object)} kept: ${reason}`,
		),
	];
	return {
		text: lines.join("\n"),
		kept: result.kept.map(({ object }) => object),
	};
}

/** An account that may deploy need not be allowed to delete the lock, which is free now. */
async function deleteLease(
	cluster: Cluster,
	app: string,
): Promise<Removal["kept"]> {
	const lease = leaseRef(app);
	const call = ["delete", formatTarget(lease), "--ignore-not-found"];
	const [answer] = await cluster.run([call]);
	const missing = parseForbidden(answer?.stderr ?? "");
	return missing.length > 0
		? [{ object: lease, reason: formatMissing(missing) }]
		: [];
}

type Found = { all: KubeObject[]; kept: Removal["kept"] };

async function findAll(
	cluster: Cluster,
	app: string,
	records: ReleaseRecord[],
	deleteData = false,
): Promise<Found> {
	const found = await findRemovable(cluster, app, records, []);
	const isClaim = (object: KubeObject) =>
		deleteData && kindKey(object) === "/PersistentVolumeClaim";
	const claims = found.kept.filter(({ object }) => isClaim(object));
	return {
		all: [...found.delete.reverse(), ...claims.map(({ object }) => object)],
		kept: found.kept.filter(({ object }) => !isClaim(object)),
	};
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
