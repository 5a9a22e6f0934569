import { describe, expect, it } from "vitest";
import { dryRunRelease } from "../../../dagger/src/cluster/dry-run.js";
import type { Call } from "../../../dagger/src/kubectl/script.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import { FakeClock } from "../clock.js";
import { error, FakeCluster } from "../fake-cluster.js";
import { releaseOf } from "../release.js";

const pod: KubeObject = {
	apiVersion: "v1",
	kind: "Pod",
	metadata: { name: "web", labels: { "slipway/app": "web" } },
};
const release = releaseOf([pod]);

function begin() {
	const cluster = new FakeCluster(new FakeClock());
	const { clock } = cluster;
	const lines: string[] = [];
	const print = (line: string) => lines.push(line);
	const world = { cluster, clock, print };
	cluster.found.add("Pod web");
	const flags: boolean[] = [];
	const refuse = (...refusals: (string | undefined)[]) => {
		cluster.replies["dry run"] = (call: Call) => {
			flags.push(call.includes("--force-conflicts"));
			const refusal = refusals.shift();
			return refusal === undefined ? undefined : error(refusal);
		};
	};
	refuse();
	return {
		cluster,
		world,
		lines,
		flags,
		refuse,
		run: (force = false) => dryRunRelease(world, release, force),
	};
}

const definition = {
	apiVersion: "apiextensions.k8s.io/v1",
	kind: "CustomResourceDefinition",
	metadata: { name: "widgets.example.com" },
	spec: { group: "example.com", names: { kind: "Widget" } },
};
const widget = {
	apiVersion: "example.com/v1",
	kind: "Widget",
	metadata: { name: "w" },
	spec: { replicas: 2 },
};

const immutable =
	'The Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`';
const conflict = (manager: string) =>
	`error: Apply failed with 1 conflict: conflict with "${manager}": .spec.replicas`;

describe("the dry run", () => {
	it("tries the whole release on the server, and reads what is there beside it", async () => {
		const { cluster, flags, run } = begin();
		cluster.live = () => [pod];
		expect(await run()).toEqual({
			release,
			flags: [],
			recreate: [],
			needsDefinitions: false,
			applyTimes: new Map([
				["Namespace shop", { uid: "uid-of-shop", time: "dry" }],
				["Pod web", { uid: "uid-of-web", time: "dry" }],
			]),
			snapshot: [pod],
		});
		expect(cluster.log).toEqual(["dry run + snapshot"]);
		expect(flags).toEqual([false]);
	});

	it("is made again while a webhook is away", async () => {
		const { cluster, lines, refuse, run } = begin();
		const away =
			'failed calling webhook "check.example.com": connection refused';
		refuse(away, away);
		await run();
		expect(cluster.count("dry run")).toBe(3);
		expect(lines).toHaveLength(1);
	});

	it("takes over what kubectl applied before, and says how", async () => {
		const { flags, refuse, run } = begin();
		refuse(conflict("kubectl-client-side-apply"));
		expect((await run()).flags).toEqual(["--force-conflicts"]);
		expect(flags).toEqual([false, true]);
	});

	it("takes over what another manager owns only where that was asked for", async () => {
		const { flags, refuse, run } = begin();
		refuse(conflict("autoscaler"));
		await expect(run()).rejects.toThrow(
			"the cluster refused the objects: another field manager owns fields that the manifests set",
		);
		refuse(conflict("autoscaler"));
		expect((await run(true)).flags).toEqual(["--force-conflicts"]);
		expect(flags).toEqual([false, false, true]);
	});

	it("takes over nothing where nothing conflicts, and after no other refusal", async () => {
		const { flags, refuse, run } = begin();
		expect((await run(true)).flags).toEqual([]);
		refuse('admission webhook "check.example.com" denied the request: no');
		await expect(run(true)).rejects.toThrow("denied the request");
		expect(flags).toEqual([false, false]);
	});

	it("recreates what cannot change in place, and what has failed for good", async () => {
		const { cluster, refuse, run } = begin();
		refuse(immutable);
		expect((await run()).recreate).toEqual([pod]);
		refuse();
		cluster.live = () => [{ ...pod, status: { phase: "Failed" } }];
		expect((await run()).recreate).toEqual([pod]);
	});

	it.each([
		`${immutable}\nThe Service "web" is invalid: spec.ports: Required value`,
		'The Pod "web" is invalid: spec.containers[0].image: Required value',
		"error: something nobody has seen",
	])("refuses all else, with kubectl's words: %#", async (stderr) => {
		const { refuse, run } = begin();
		refuse(stderr);
		await expect(run()).rejects.toThrow(/^the cluster refused the objects/);
	});

	it.each(["", "Warning: spec.template is deprecated\n"])(
		"takes no kubectl that was ended for one that succeeded: %j",
		async (stderr) => {
			const { cluster, run } = begin();
			const ended = { code: 137, stdout: "", stderr };
			cluster.replies["dry run"] = () => ended;
			await expect(run()).rejects.toThrow(
				/^the cluster refused the objects\n {2}message {2}kubectl ended with exit code 137, and gave no reason$/,
			);
		},
	);

	it("does not refuse what the release itself brings", async () => {
		const account = {
			apiVersion: "v1",
			kind: "ServiceAccount",
			metadata: { name: "runner" },
		};
		const { world, refuse } = begin();
		refuse(
			'Error from server (Forbidden): pods "web" is forbidden: error looking up service account shop/runner: serviceaccount "runner" not found',
		);
		const both = { ...release, objects: [pod, account] };
		await expect(dryRunRelease(world, both, false)).resolves.toMatchObject({
			recreate: [],
		});
	});

	it("leaves replicas to an autoscaler, and takes them over where there is none any more", async () => {
		const deployment = {
			apiVersion: "apps/v1",
			kind: "Deployment",
			metadata: { name: "web" },
			spec: { replicas: 2 },
		};
		const stderr =
			'error: Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "scale": .spec.replicas';
		const { cluster, world, flags, refuse } = begin();
		cluster.replies.find = () => "Deployment.apps/v1 web 1  scaled\n";
		const dryRun = (force = false) =>
			dryRunRelease(world, releaseOf([deployment]), force);
		refuse(stderr);
		expect(await dryRun()).toMatchObject({ flags: ["--force-conflicts"] });
		const target = { kind: "Deployment", name: "web" };
		const autoscaler = {
			apiVersion: "autoscaling/v2",
			kind: "HorizontalPodAutoscaler",
			metadata: { name: "web" },
			spec: { scaleTargetRef: target },
		};
		cluster.replies.autoscalers = () => JSON.stringify({ items: [autoscaler] });
		refuse(stderr);
		const { release } = await dryRun();
		expect(release.objects).toEqual([{ ...deployment, spec: {} }]);
		expect(flags).toEqual([false, true, false, false]);
		// Even where fields that others own are to be taken over, as on a way back.
		refuse(stderr);
		const back = await dryRun(true);
		expect(back.release.objects).toEqual([{ ...deployment, spec: {} }]);
		expect(back.flags).toEqual([]);

		// An account that may not list autoscalers takes nothing from them; any other refusal may pass.
		cluster.replies.autoscalers = () =>
			error(
				'Error from server (Forbidden): horizontalpodautoscalers.autoscaling is forbidden: User "ci" cannot list resource "horizontalpodautoscalers" in API group "autoscaling" in the namespace "shop"',
			);
		refuse(stderr);
		const blind = await dryRun();
		expect(blind.release.objects).toEqual([{ ...deployment, spec: {} }]);
		expect(blind.flags).toEqual([]);
		cluster.replies.autoscalers = () => error("Error from server: no");
		refuse(stderr);
		await expect(dryRun()).rejects.toThrow("what is scaled cannot be read");
		cluster.replies.autoscalers = undefined;

		// What is not known is not forced, and what cannot be known is not asked for.
		let asked = "";
		cluster.replies.find = (_, { files = {} }) => {
			asked = Object.values(files).join("");
			return error("Error from server: no");
		};
		refuse(stderr);
		const objects = [deployment, definition, widget];
		await expect(
			dryRunRelease(world, releaseOf(objects), false, true),
		).rejects.toThrow("what is scaled cannot be read");
		expect(asked).toContain('"kind":"Deployment"');
		expect(asked).not.toContain("Widget");
	});

	it("tries what the release itself defines only after it is defined", async () => {
		const { cluster, world } = begin();
		let tried = "";
		cluster.replies["dry run"] = (_, { files = {} }) => {
			tried = Object.values(files).join("");
			return undefined;
		};
		const both = releaseOf([pod, definition, widget]);
		const dryRun = await dryRunRelease(world, both, false, true);
		expect(dryRun).toMatchObject({ needsDefinitions: true, release: both });
		expect(tried).toContain("CustomResourceDefinition");
		expect(tried).not.toContain('"kind":"Widget","metadata"');
	});

	it("recreates a bare Pod that was made by another configuration", async () => {
		const { cluster, run } = begin();
		const annotations = { "slipway/configuration": "0ld" };
		cluster.live = () => [
			{ ...pod, metadata: { ...pod.metadata, annotations } },
		];
		expect((await run()).recreate).toEqual([pod]);
	});

	it("fails where the cluster cannot be read", async () => {
		const { cluster, run } = begin();
		cluster.replies.snapshot = () =>
			error("Unable to connect to the server: i/o timeout");
		await expect(run()).rejects.toThrow(
			"the cluster cannot be read: the cluster cannot be reached",
		);
	});
});
