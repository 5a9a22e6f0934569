import { describe, expect, it } from "vitest";
import { preflight } from "../../../dagger/src/cluster/preflight.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";

const subject = { app: "web", objects: [], secretName: "pull" };
const begin = () => new FakeCluster(new FakeClock());

describe("the preflight", () => {
	it("is one conversation, which reads the lock and when each object was applied", async () => {
		const cluster = begin();
		cluster.found.add("Pod web");
		cluster.holdBy("bob");
		const { applyTimes, hasNamespace, lease } = await preflight(
			cluster,
			subject,
		);
		expect(cluster.log).toEqual(["read state + find + nodes"]);
		expect(applyTimes.get("Pod web")).toEqual({
			uid: "uid-of-web",
			time: "then",
		});
		expect(hasNamespace).toBe(true);
		expect(lease?.spec.holderIdentity).toBe("bob");
	});

	it("looks for no pull secret where there is none", async () => {
		const cluster = begin();
		let asked = "";
		cluster.replies.find = (_, options) => {
			asked = options?.stdin ?? "";
			return undefined;
		};
		await preflight(cluster, { ...subject, secretName: undefined });
		expect(asked).not.toContain("Secret");
		await preflight(cluster, subject);
		expect(asked).toContain("Secret");
	});

	it("refuses a namespace that does not exist, unless it is to be made", async () => {
		const cluster = begin();
		cluster.found.clear();
		await expect(preflight(cluster, subject)).rejects.toThrow(
			"namespace shop does not exist in the cluster: make it with kubectl create namespace shop, or let deploy make it with --create-namespace",
		);
		expect(await preflight(cluster, subject, true)).toMatchObject({
			hasNamespace: false,
		});
	});

	it("takes the namespace for granted where the account may not look at it", async () => {
		const cluster = begin();
		cluster.replies.find = () =>
			error(
				'Error from server (Forbidden): namespaces "shop" is forbidden: User "ci" cannot get resource "namespaces"',
			);
		expect(await preflight(cluster, subject)).toMatchObject({
			hasNamespace: true,
		});
	});

	it("looks again without what the release itself defines, where the cluster does not know it yet", async () => {
		const objects = [
			{
				apiVersion: "apiextensions.k8s.io/v1",
				kind: "CustomResourceDefinition",
				metadata: { name: "widgets.example.com" },
				spec: { group: "example.com", names: { kind: "Widget" } },
			},
			{
				apiVersion: "example.com/v1",
				kind: "Widget",
				metadata: { name: "w" },
			},
		];
		const cluster = begin();
		cluster.replies.find = () =>
			cluster.count("find") === 1
				? error(
						'error: no matches for kind "Widget" in version "example.com/v1"',
					)
				: undefined;
		expect(await preflight(cluster, { ...subject, objects })).toMatchObject({
			needsDefinitions: true,
		});
		expect(await preflight(cluster, subject)).toMatchObject({
			needsDefinitions: false,
		});
	});

	it.each([
		[
			"read state",
			"Unable to connect to the server: i/o timeout",
			"the cluster cannot be reached",
		],
		[
			"find",
			'error: no matches for kind "Widget" in version "example.com/v1"',
			"does not know a kind",
		],
	] as const)("fails where it cannot %s", async (request, stderr, sentence) => {
		const cluster = begin();
		cluster.replies[request] = () => error(stderr);
		await expect(preflight(cluster, subject)).rejects.toThrow(sentence);
	});

	describe("of what another app has applied", () => {
		const objects = ["ConfigMap", "Namespace", "Pod"].map((kind) => ({
			apiVersion: "v1",
			kind,
			metadata: { name: "config" },
		}));
		const find = (...lines: string[]) => {
			const cluster = begin();
			const all = ["Namespace shop 1 then", ...lines];
			cluster.replies.find = () => all.map((line) => `${line}\n`).join("");
			return cluster;
		};
		const foreign = find(
			"ConfigMap config 1 then  app=api",
			"Namespace config 1 then  app=api",
			"Pod config 1 then  app=web",
		);

		it("refuses to write over it", async () => {
			await expect(preflight(foreign, { ...subject, objects })).rejects.toThrow(
				"the manifests hold what another app has applied: ConfigMap config of api; nothing was changed\n  next     give these other names in the manifests, or take them over with --force-conflicts",
			);
		});

		it("takes it over where that is asked for", async () => {
			const forced = { ...subject, objects, forceConflicts: true };
			const { applyTimes } = await preflight(foreign, forced);
			expect(applyTimes.get("ConfigMap config")?.app).toBe("api");
		});

		it("refuses to write over what this app has in no namespace, but for another one", async () => {
			const role = {
				apiVersion: "rbac.authorization.k8s.io/v1",
				kind: "ClusterRole",
				metadata: { name: "reader" },
			};
			const look = (...more: string[]) =>
				preflight(
					find(
						`ClusterRole.${role.apiVersion} reader 1 then ${more.join(" ")}`,
					),
					{ ...subject, objects: [role] },
				);
			await expect(look("app=web", "namespace=review-1-7")).rejects.toThrow(
				"another app has applied: ClusterRole reader of web in namespace review-1-7; nothing",
			);
			await expect(look("app=web", "namespace=shop")).resolves.toBeDefined();
			await expect(look("app=web")).resolves.toBeDefined();
		});

		it("takes over what no app has applied", async () => {
			const cluster = find("ConfigMap config 1 ", "Pod config 1 then  app=web");
			await expect(
				preflight(cluster, { ...subject, objects }),
			).resolves.toMatchObject({ hasNamespace: true });
		});
	});
});
