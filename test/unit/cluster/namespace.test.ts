import { describe, expect, it } from "vitest";
import {
	createNamespace,
	deleteNamespace,
} from "../../../dagger/src/cluster/namespace.js";
import { ref } from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";

const begin = () => new FakeCluster(new FakeClock());

describe("a namespace", () => {
	it("bears the name of the app that it is made for", async () => {
		const cluster = begin();
		let made = "";
		cluster.replies["create namespace"] = (_, { stdin = "" }) => {
			made = stdin;
			return "";
		};
		await createNamespace(cluster, "web");
		expect(JSON.parse(made).metadata).toEqual({
			name: "shop",
			labels: { "slipway/app": "web" },
		});
	});

	it("may have been made by somebody else just now", async () => {
		const cluster = begin();
		cluster.replies["create namespace"] = () =>
			error(
				'Error from server (AlreadyExists): namespaces "shop" already exists',
			);
		await expect(createNamespace(cluster, "web")).resolves.toBeUndefined();
	});

	it("that may not be made is told as such", async () => {
		const cluster = begin();
		cluster.replies["create namespace"] = () =>
			error(
				'Error from server (Forbidden): namespaces is forbidden: User "ci" cannot create resource "namespaces"',
			);
		await expect(createNamespace(cluster, "web")).rejects.toThrow(
			"the namespace cannot be made: the kubeconfig's account lacks a permission",
		);
	});

	it.each([
		[
			"Kubernetes puts",
			"ConfigMap kube-root-ca.crt \nServiceAccount default \n",
		],
		["Istio puts", "ConfigMap istio-ca-root-cert \n"],
		[
			"OpenShift puts",
			"ConfigMap openshift-service-ca.crt \nServiceAccount builder \nServiceAccount deployer \n",
		],
	])("goes with what %s into each", async (_, left) => {
		const labels = { "slipway/app": "web" };
		const shop = {
			...ref("Namespace", "shop"),
			metadata: { name: "shop", labels },
		};
		const cluster = begin();
		cluster.replies["list all"] = () => left;
		expect(await deleteNamespace(cluster, shop, "web", 60)).toEqual({});
		cluster.replies["list all"] = () => `${left}ServiceAccount mine \n`;
		expect(await deleteNamespace(cluster, shop, "web", 60)).toEqual({
			kept: "it still has ServiceAccount mine",
		});
	});
});
