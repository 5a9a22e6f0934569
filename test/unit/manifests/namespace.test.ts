import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	addNamespaceLabels,
	requireSameNamespace,
} from "../../../dagger/src/manifests/namespace.js";
import { withMessage } from "../message.js";

const object = (kind: string, namespace?: string) => ({
	apiVersion: "v1",
	kind,
	metadata: { name: "web", namespace },
});

it("manifests may name the namespace that they are deployed to, or none", () => {
	expect(() =>
		requireSameNamespace([object("Pod"), object("Service", "shop")], "shop"),
	).not.toThrow();
});

it("manifests for another namespace are refused with both names", () => {
	expect(() =>
		requireSameNamespace(
			[object("Pod"), object("Service", "monitoring")],
			"shop",
		),
	).toThrow(
		withMessage(
			"the manifests are not all for --namespace=shop: Service web names monitoring; take the namespace out of the manifests, or give that one",
		),
	);
});

describe("a Namespace in the manifests", () => {
	const namespace = (name: string) => ({
		apiVersion: "v1",
		kind: "Namespace",
		metadata: { name },
	});

	it("may be the app's", () => {
		expect(() =>
			requireSameNamespace([namespace("shop")], "shop"),
		).not.toThrow();
	});

	it("is refused where it is another, which kustomize would rename", () => {
		expect(() =>
			requireSameNamespace([namespace("shop"), namespace("other")], "shop"),
		).toThrow(
			/^the manifests are not all for --namespace=shop: Namespace other is another; /,
		);
	});
});

describe("a binding to a service account", () => {
	const binding = (...subjects: object[]) => ({
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "RoleBinding",
		metadata: { name: "read" },
		subjects,
	});
	const account = (name: string, namespace?: string) => ({
		kind: "ServiceAccount",
		name,
		namespace,
	});

	it.each([
		[account("default")],
		[account("default", "shop")],
		[account("runner", "ci")],
		[{ kind: "User", name: "default" }],
	])("may be to %j", (subject) => {
		expect(() =>
			requireSameNamespace([binding(subject)], "shop"),
		).not.toThrow();
	});

	it("is no custom resource that has subjects of its own", () => {
		const card = {
			apiVersion: "example.com/v1",
			kind: "Card",
			metadata: { name: "read" },
			subjects: "all",
		};
		expect(() => requireSameNamespace([card], "shop")).not.toThrow();
	});

	it("is refused where kustomize would make it one to another", () => {
		for (const kind of ["RoleBinding", "ClusterRoleBinding"])
			expect(() =>
				requireSameNamespace(
					[{ ...binding(account("default", "ci")), kind }],
					"shop",
				),
			).toThrow(
				withMessage(
					`${kind} read gives rights to ServiceAccount default of namespace ci, which kustomize would give to that of shop\n  next     bind a service account with a name of its own`,
				),
			);
	});
});

describe("the namespace that an object belongs to", () => {
	const make = (apiVersion: string, kind: string, namespace?: string) => ({
		apiVersion,
		kind,
		metadata: { name: "web", namespace, labels: { "slipway/app": "web" } },
	});
	const labelled = (object: KubeObject) =>
		addNamespaceLabels([object], "shop")[0]?.metadata.labels?.[
			"slipway/namespace"
		];

	it.each([
		make("rbac.authorization.k8s.io/v1", "ClusterRole"),
		make("scheduling.k8s.io/v1", "PriorityClass"),
		make("cert-manager.io/v1", "ClusterIssuer", "shop"),
	])("is its label where it may be in none: $kind", (object) => {
		expect(labelled(object)).toBe("shop");
	});

	it.each([
		make("apps/v1", "Deployment", "shop"),
		make("v1", "Namespace"),
		make("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
	])("is no label of what is inside, or of several apps: $kind", (object) => {
		expect(addNamespaceLabels([object], "shop")).toEqual([object]);
	});
});
