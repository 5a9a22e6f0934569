import type { StatefulSetSpec } from "kubernetes-types/apps/v1.js";
import { parseItems } from "../cluster/requests.js";
import { parseForbidden } from "../cluster/rights.js";
import { appLabel } from "../input/app-name.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { kindKey } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import {
	keepAnnotation,
	type Removal,
	selectRemovable,
} from "../release/removed.js";

const unread = "the persistent volume claims cannot be read";

/** The claims that are an app's own, on record or not: a removal that kept them has forgotten its releases. */
export async function findOwnClaims(
	cluster: Cluster,
	app: string,
): Promise<Removal["kept"]> {
	const selector = `--selector=${appLabel}=${app}`;
	const flags = [selector, "--show-managed-fields", "--output=json"];
	const answers = await cluster.run([["get", "pvc", ...flags]]);
	// An account that may not list them has made none.
	if (parseForbidden(answers[0]?.stderr ?? "").length > 0) return [];
	const [json = ""] = stdoutOrThrow(unread, answers);
	return selectRemovable(
		{ app, namespace: cluster.namespace },
		parseItems(json),
	).kept;
}

/** The claims that StatefulSets have made from their templates, which are on no record, but for those that are to be kept. */
export async function findTemplateClaims(
	cluster: Cluster,
	objects: KubeObject[],
): Promise<KubeObject[]> {
	const sets = objects.filter(
		(object) => kindKey(object) === "apps/StatefulSet" && hasTemplates(object),
	);
	if (sets.length === 0) return [];
	const calls = sets.map((set) => {
		const labels = Object.entries(specOf(set).selector.matchLabels ?? {});
		const selector = labels.map((label) => label.join("=")).join(",");
		return ["get", "pvc", `--selector=${selector}`, "--output=json"];
	});
	const answers = await cluster.run(calls, { parallel: true });
	return stdoutOrThrow(unread, answers).flatMap((json, index) =>
		parseItems(json)
			.filter((claim) => isOf(claim, sets[index] as KubeObject))
			.filter(
				({ metadata }) => metadata.annotations?.[keepAnnotation] !== "true",
			)
			.map(({ metadata }) => ({
				apiVersion: "v1",
				kind: "PersistentVolumeClaim",
				metadata: { name: metadata.name },
			})),
	);
}

const specOf = (set: KubeObject) => set.spec as StatefulSetSpec;

function hasTemplates(set: KubeObject): boolean {
	return (specOf(set).volumeClaimTemplates ?? []).length > 0;
}

/** `data-db-0` of the template `data` and the set `db`. */
function isOf({ metadata }: KubeObject, set: KubeObject): boolean {
	return (specOf(set).volumeClaimTemplates ?? []).some((template) => {
		const start = `${template.metadata?.name}-${set.metadata.name}-`;
		const { name } = metadata;
		return name.startsWith(start) && /^\d+$/.test(name.slice(start.length));
	});
}
