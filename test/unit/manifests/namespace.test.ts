import { expect, it } from "vitest";
import { requireSameNamespace } from "../../../dagger/src/manifests/namespace.js";
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
