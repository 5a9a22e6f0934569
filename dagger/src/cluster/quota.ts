import type { DeploymentSpec } from "kubernetes-types/apps/v1.js";
import type {
	Container,
	ResourceQuotaSpec,
	ResourceQuotaStatus,
} from "kubernetes-types/core/v1.js";
import { findPodTemplate, kindKey } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import { parseQuantity } from "../kubernetes/quantity.js";

type Amounts = Map<string, number>;

/** What the namespace has too little left of for a release, in words. */
export function findShortages(
	quotas: KubeObject[],
	objects: KubeObject[],
	isThere: (object: KubeObject) => boolean,
): string[] {
	const needed = addUp(objects.map((one) => countNeeds(one, isThere(one))));
	return quotas.flatMap(({ metadata, spec, status }) => {
		const { scopes, scopeSelector } = (spec ?? {}) as ResourceQuotaSpec;
		// Such a quota counts some Pods only.
		if (scopes || scopeSelector) return [];
		const { hard = {}, used = {} } = (status ?? {}) as ResourceQuotaStatus;
		return Object.entries(hard).flatMap(([resource, most]) => {
			const need = needed.get(resource.replace(/^count\//, "")) ?? 0;
			const was = parseQuantity(used[resource] ?? "0");
			return need > 0 && was + need > parseQuantity(most)
				? [
						`quota ${metadata.name} allows ${most} of ${resource}, ${used[resource] ?? 0} are used, and ${Number(need.toFixed(3))} more are needed`,
					]
				: [];
		});
	});
}

/** What an object takes of a quota, by the quota's names: all its Pods where it is new, else one before an old one goes. */
function countNeeds(object: KubeObject, isThere: boolean): Amounts {
	const pods = isThere ? countSurge(object) : countPods(object);
	const needs: Amounts = new Map([["pods", pods]]);
	const containers = findPodTemplate(object)?.spec?.containers ?? [];
	for (const kind of ["requests", "limits"] as const)
		for (const resource of ["cpu", "memory"])
			needs.set(`${kind}.${resource}`, pods * sum(containers, kind, resource));
	for (const resource of ["cpu", "memory"])
		needs.set(resource, needs.get(`requests.${resource}`) ?? 0);
	const [group = "", kind = ""] = kindKey(object).split("/");
	const own = [`${kind.toLowerCase()}s`, group].filter(Boolean).join(".");
	if (!isThere && own !== "pods") needs.set(own, 1);
	return needs;
}

function countPods(object: KubeObject): number {
	if (!findPodTemplate(object) || object.kind === "CronJob") return 0;
	const { replicas, parallelism } = (object.spec ?? {}) as {
		replicas?: number;
		parallelism?: number;
	};
	return replicas ?? parallelism ?? 1;
}

/** One Pod comes before an old one goes, unless one may be missing, or none may be too many: pkg/controller/deployment. */
function countSurge(object: KubeObject): number {
	if (kindKey(object) !== "apps/Deployment") return 0;
	const { replicas = 1, strategy } = (object.spec ??
		{}) as Partial<DeploymentSpec>;
	const { maxSurge, maxUnavailable = "25%" } = strategy?.rollingUpdate ?? {};
	const goesFirst =
		strategy?.type === "Recreate" ||
		/^0%?$/.test(`${maxSurge}`) ||
		roundDown(maxUnavailable, replicas) > 0;
	return replicas > 0 && !goesFirst ? 1 : 0;
}

/** A number, or a share of another. */
function roundDown(amount: number | string, of: number): number {
	const number = Number.parseFloat(`${amount}`);
	return `${amount}`.endsWith("%") ? Math.floor((number * of) / 100) : number;
}

function sum(
	containers: Container[],
	kind: "requests" | "limits",
	resource: string,
): number {
	return containers.reduce((total, { resources }) => {
		// What has a limit and no request requests as much.
		const amount =
			resources?.[kind]?.[resource] ?? resources?.limits?.[resource];
		return total + (parseQuantity(amount ?? "0") || 0);
	}, 0);
}

function addUp(all: Amounts[]): Amounts {
	const total: Amounts = new Map();
	for (const needs of all)
		for (const [resource, need] of needs)
			total.set(resource, (total.get(resource) ?? 0) + need);
	return total;
}
