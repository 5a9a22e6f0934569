import { describe, expect, it } from "vitest";
import { findPodTemplate } from "../../../dagger/src/kubernetes/kinds.js";
import type { KubeObject } from "../../../dagger/src/kubernetes/object.js";
import {
	addConfigurationHashes,
	configurationKey,
} from "../../../dagger/src/manifests/configuration.js";

const configMap = (name: string, word: string) => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name },
	data: { word },
});
const secret = (name: string, word: string) => ({
	apiVersion: "v1",
	kind: "Secret",
	metadata: { name },
	stringData: { word },
});
const deployment = (spec: object): KubeObject => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web" },
	spec: {
		template: {
			metadata: { annotations: { own: "kept" } },
			spec: { containers: [{ name: "web" }], ...spec },
		},
	},
});

function hashOf(workload: KubeObject, ...others: KubeObject[]) {
	const [hashed] = addConfigurationHashes([workload, ...others]);
	return (
		hashed && findPodTemplate(hashed)?.metadata?.annotations?.[configurationKey]
	);
}

const reading: [string, object][] = [
	["envFrom", { containers: [{ envFrom: [{ configMapRef: { name: "a" } }] }] }],
	[
		"a variable",
		{
			containers: [
				{
					env: [
						{
							name: "W",
							valueFrom: { configMapKeyRef: { name: "a", key: "word" } },
						},
					],
				},
			],
		},
	],
	[
		"an init container",
		{ initContainers: [{ envFrom: [{ configMapRef: { name: "a" } }] }] },
	],
	["a volume", { volumes: [{ name: "v", configMap: { name: "a" } }] }],
	[
		"a projected volume",
		{
			volumes: [
				{ name: "v", projected: { sources: [{ configMap: { name: "a" } }] } },
			],
		},
	],
];

describe("a workload that reads configuration of its release", () => {
	it.each(reading)("by %s is another when that changes", (_, spec) => {
		const workload = deployment(spec);
		const before = hashOf(workload, configMap("a", "one"));
		expect(before).toMatch(/^[0-9a-f]{24}$/);
		expect(hashOf(workload, configMap("a", "one"))).toBe(before);
		expect(hashOf(workload, configMap("a", "two"))).not.toBe(before);
	});

	it("is another when a Secret changes, which it does not tell", () => {
		const workload = deployment({
			volumes: [{ name: "v", secret: { secretName: "s" } }],
		});
		const before = hashOf(workload, secret("s", "hush"));
		expect(hashOf(workload, secret("s", "hush!"))).not.toBe(before);
	});

	it("is the same when what it does not read changes", () => {
		const workload = deployment({
			volumes: [{ name: "v", configMap: { name: "a" } }],
		});
		expect(hashOf(workload, configMap("a", "1"), configMap("b", "1"))).toBe(
			hashOf(workload, configMap("a", "1"), configMap("b", "2")),
		);
	});

	it("keeps its other annotations, and what was given stays as it was", () => {
		const given = deployment({
			volumes: [{ name: "v", configMap: { name: "a" } }],
		});
		const copy = structuredClone(given);
		const [hashed] = addConfigurationHashes([given, configMap("a", "1")]);
		expect(hashed).toMatchObject({
			spec: { template: { metadata: { annotations: { own: "kept" } } } },
		});
		expect(given).toEqual(copy);
	});

	it("gets nothing where it reads what others bring, or nothing", () => {
		const others = deployment({
			volumes: [{ name: "v", secret: { secretName: "of-an-operator" } }],
		});
		expect(addConfigurationHashes([others])).toEqual([others]);
		expect(hashOf(deployment({}), configMap("a", "1"))).toBeUndefined();
	});

	it("carries it itself if it is a bare Pod", () => {
		const pod: KubeObject = {
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: "web" },
			spec: { volumes: [{ name: "v", configMap: { name: "a" } }] },
		};
		const [hashed] = addConfigurationHashes([pod, configMap("a", "1")]);
		expect(hashed?.metadata.annotations).toHaveProperty(
			"slipway/configuration",
		);
	});
});
