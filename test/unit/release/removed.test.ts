import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	listRemoved,
	selectRemovable,
} from "../../../dagger/src/release/removed.js";
import { makeRecord } from "../records.js";

const object = (
	apiVersion: string,
	kind: string,
	name: string,
): KubeObject => ({
	apiVersion,
	kind,
	metadata: { name },
});
const web = object("apps/v1", "Deployment", "web");
const worker = object("apps/v1", "Deployment", "worker");
const service = object("v1", "Service", "web");

describe("what the manifests have no longer", () => {
	const list = (before: KubeObject[][], now: KubeObject[]) =>
		listRemoved({
			before: before.map((objects) => makeRecord({ objects })),
			now,
		});

	it("is told by group, kind and name", () => {
		expect(list([[web, worker, service]], [web])).toEqual([worker, service]);
		expect(
			list([[web]], [object("apps/v1beta1", "Deployment", "web")]),
		).toEqual([]);
		const knative = object("serving.knative.dev/v1", "Service", "web");
		expect(list([[service]], [knative])).toEqual([service]);
	});

	it("is gathered from all releases before, each object once", () => {
		expect(list([[web, worker], [worker], []], [web])).toEqual([worker]);
		expect(list([], [web])).toEqual([]);
	});
});

describe("what may be deleted", () => {
	const owner = { app: "web", namespace: "shop" };
	const applied = { manager: "slipway", operation: "Apply" as const };
	const ours = (
		{ metadata, ...rest }: KubeObject,
		more: Partial<KubeObject["metadata"]> = {},
	): KubeObject => ({
		...rest,
		metadata: {
			labels: { "slipway/app": "web" },
			managedFields: [{ manager: "kubectl", operation: "Update" }, applied],
			...metadata,
			...more,
		},
	});

	it("is what still bears the app's label and was applied by us", () => {
		const live = [ours(worker), ours(service)];
		expect(selectRemovable(owner, live)).toEqual({ delete: live, kept: [] });
	});

	const unmanaged = "it is not managed by the field manager slipway";
	it.each<[string, KubeObject]>([
		[
			'it is annotated slipway/keep: "true"',
			ours(worker, { annotations: { "slipway/keep": "true" } }),
		],
		["it holds data", ours(object("v1", "PersistentVolumeClaim", "data"))],
		["it holds data", ours(object("v1", "Namespace", "shop"))],
		[
			"it does not have the label slipway/app=web",
			ours(worker, { labels: { "slipway/app": "shop" } }),
		],
		[
			"it does not have the label slipway/app=web",
			ours(worker, { labels: undefined }),
		],
		[
			unmanaged,
			ours(worker, { managedFields: [{ ...applied, manager: "helm" }] }),
		],
		[
			unmanaged,
			ours(worker, { managedFields: [{ ...applied, operation: "Update" }] }),
		],
		[unmanaged, ours(worker, { managedFields: undefined })],
	])("%s: kept", (reason, kept) => {
		expect(selectRemovable(owner, [kept])).toEqual({
			delete: [],
			kept: [{ object: kept, reason }],
		});
	});

	it("is what belongs to the app of this namespace, or says of none", () => {
		const role = object(
			"rbac.authorization.k8s.io/v1",
			"ClusterRole",
			"reader",
		);
		const of = (namespace: string) =>
			ours(role, {
				labels: { "slipway/app": "web", "slipway/namespace": namespace },
			});
		const live = [ours(role), of("shop"), of("review-1-7")];
		expect(selectRemovable(owner, live)).toEqual({
			delete: live.slice(0, 2),
			kept: [
				{
					object: live[2],
					reason: "it belongs to web in namespace review-1-7",
				},
			],
		});
	});

	it("is kept by no other value of the annotation", () => {
		const live = [ours(worker, { annotations: { "slipway/keep": "false" } })];
		expect(selectRemovable(owner, live).delete).toEqual(live);
	});
});
