import { describe, expect, it } from "vitest";
import { createNamespace } from "../../../dagger/src/cluster/namespace.js";
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
});
