import { describe, expect, it } from "vitest";
import { findShortages } from "../../../dagger/src/cluster/quota.js";
import { type KubeObject, ref } from "../../../dagger/src/kubernetes/object.js";

const quota = (
	hard: Record<string, string>,
	used: Record<string, string>,
	spec: object = {},
): KubeObject => ({
	...ref("ResourceQuota", "small"),
	spec,
	status: { hard, used },
});

const deployment = (more: object = {}): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web" },
	spec: {
		replicas: 3,
		...more,
		template: {
			spec: {
				containers: [
					{
						name: "web",
						resources: {
							requests: { cpu: "250m" },
							limits: { cpu: "1", memory: "128Mi" },
						},
					},
				],
			},
		},
	},
});

const isNew = () => false;
const isThere = () => true;

describe("a quota", () => {
	it.each([
		["pods", "4", "2", "3"],
		["requests.cpu", "1", "500m", "0.75"],
		["cpu", "700m", "0", "0.75"],
		["limits.cpu", "2", "0", "3"],
		// What has only a limit requests as much.
		["requests.memory", "300Mi", "0", "402653184"],
		["limits.memory", "300Mi", "0", "402653184"],
		["count/deployments.apps", "1", "1", "1"],
	])(
		"of %s %s with %s used is too small for %s more",
		(resource, hard, used, need) => {
			const small = quota({ [resource]: hard }, { [resource]: used });
			expect(findShortages([small], [deployment()], isNew)).toEqual([
				`quota small allows ${hard} of ${resource}, ${used} are used, and ${need} more are needed`,
			]);
		},
	);

	it("that just suffices is no shortage", () => {
		const exact = quota(
			{ pods: "5", "requests.cpu": "1250m" },
			{ pods: "2", "requests.cpu": "500m" },
		);
		expect(findShortages([exact], [deployment()], isNew)).toEqual([]);
	});

	it("that is full has no room for the Pod that comes before another goes", () => {
		const full = quota({ pods: "3" }, { pods: "3" });
		expect(findShortages([full], [deployment()], isThere)).toHaveLength(1);
	});

	it.each([
		["that goes first", { strategy: { type: "Recreate" } }],
		["as few", { strategy: { rollingUpdate: { maxSurge: 0 } } }],
		["none", { replicas: 0 }],
		["one of four that goes first by default", { replicas: 4 }],
		[
			"one that may be missing",
			{ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 1 } } },
		],
		[
			"half of two that may be missing",
			{ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: "50%" } } },
		],
	])("that is full is enough for a rollout with %s", (_, more) => {
		const full = quota({ pods: "3" }, { pods: "3" });
		expect(findShortages([full], [deployment(more)], isThere)).toEqual([]);
	});

	it.each([
		["three by default", { replicas: 3 }],
		[
			"none that may be missing",
			{ replicas: 8, strategy: { rollingUpdate: { maxUnavailable: 0 } } },
		],
		[
			"a share that is less than one",
			{ replicas: 4, strategy: { rollingUpdate: { maxUnavailable: "20%" } } },
		],
	])("that is full is too small for a rollout with %s", (_, more) => {
		const full = quota({ pods: "8" }, { pods: "8" });
		expect(findShortages([full], [deployment(more)], isThere)).toHaveLength(1);
	});

	it("of some Pods only is not counted", () => {
		const scoped = quota(
			{ pods: "0" },
			{ pods: "0" },
			{ scopes: ["Terminating"] },
		);
		expect(findShortages([scoped], [deployment()], isNew)).toEqual([]);
	});

	it("of what a release does not need may be full", () => {
		const full = quota({ services: "1" }, { services: "1" });
		expect(findShortages([full], [deployment()], isNew)).toEqual([]);
		const service = ref("Service", "web");
		expect(findShortages([full], [service], isNew)).toHaveLength(1);
		expect(findShortages([full], [service], isThere)).toEqual([]);
	});

	it("counts a Pod once", () => {
		const one = quota({ pods: "1" }, { pods: "0" });
		const pod = { ...ref("Pod", "web"), spec: { containers: [] } };
		expect(findShortages([one], [pod], isNew)).toEqual([]);
	});
});
