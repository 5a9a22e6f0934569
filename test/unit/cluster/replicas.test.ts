import { describe, expect, it } from "vitest";
import {
	isScaleConflict,
	keepScaled,
} from "../../../dagger/src/cluster/replicas.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";

const workload = (name: string): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name },
	spec: { replicas: 2, template: {} },
});
const autoscaler = (name: string): KubeObject => ({
	apiVersion: "autoscaling/v2",
	kind: "HorizontalPodAutoscaler",
	metadata: { name },
	spec: { scaleTargetRef: { kind: "Deployment", name } },
});
const found = (name: string, ...more: string[]) =>
	new Map([[`Deployment.apps ${name}`, { uid: "1", time: "", more }]]);

describe("a number of replicas", () => {
	it("that an autoscaler has set is left out, so that it stays", () => {
		const [kept] = keepScaled([workload("web")], found("web", "scaled"), [
			autoscaler("web"),
		]);
		expect(kept?.spec).toEqual({ template: {} });
	});

	it("stays where a controller has set it and the autoscalers are not known", () => {
		const objects = [workload("web"), workload("api")];
		const kept = keepScaled(objects, found("web", "scaled"), undefined);
		expect(kept.map(({ spec }) => spec)).toEqual([
			{ template: {} },
			{ replicas: 2, template: {} },
		]);
	});

	it.each([
		[
			"no controller has scaled it: leaving it out would reset it",
			found("web"),
			"web",
		],
		["the autoscaler is another's", found("web", "scaled"), "api"],
	])("is applied where %s", (_, before, target) => {
		const objects = [workload("web")];
		expect(keepScaled(objects, before, [autoscaler(target)])).toEqual(objects);
	});

	it("is in conflict by the subresource that autoscalers use", () => {
		expect(
			isScaleConflict(
				'error: Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "scale" using apps/v1: .spec.replicas',
			),
		).toBe(true);
		expect(
			isScaleConflict(
				'error: Apply failed with 1 conflict: conflict with "helm": .spec.replicas',
			),
		).toBe(false);
	});
});
