import { describe, expect, it } from "vitest";
import {
	formatObjects,
	parseObjects,
} from "../../../dagger/src/manifests/objects.js";

const object = (kind: string) => ({
	apiVersion: "v1",
	kind,
	metadata: { name: "web", annotations: { text: "two\nlines" } },
});

it("objects are one JSON document a line, both ways", () => {
	const objects = [object("Pod"), object("Service")];
	expect(parseObjects(formatObjects(objects))).toEqual(objects);
	expect(formatObjects(objects).trim().split("\n")).toHaveLength(2);
	expect(parseObjects("\n")).toEqual([]);
	expect(formatObjects([])).toBe("");
});

describe("a field without a value", () => {
	const parse = (object: object) => parseObjects(JSON.stringify(object))[0];
	const pod = {
		apiVersion: "v1",
		kind: "Pod",
		metadata: { name: "web" },
		spec: { containers: [{ name: "web", args: ["a", null] }] },
	};

	it("is left out of the spec of a kind that is known, however deep, and beside it", () => {
		const [container] = pod.spec.containers;
		expect(
			parse({
				...pod,
				status: null,
				spec: {
					initContainers: null,
					containers: [{ ...container, env: null }],
				},
			}),
		).toEqual(pod);
		const account = {
			apiVersion: "v1",
			kind: "ServiceAccount",
			metadata: { name: "web" },
		};
		expect(parse({ ...account, imagePullSecrets: null })).toEqual(account);
	});

	it.each<[string, object]>([
		[
			"in a ConfigMap, where it is an empty text",
			{ ...pod, kind: "ConfigMap", spec: undefined, data: { word: null } },
		],
		[
			"in a custom resource",
			{
				...pod,
				apiVersion: "example.com/v1",
				spec: { word: null },
				more: null,
			},
		],
	])("stays %s", (_, object) => {
		expect(parse(object)).toEqual(JSON.parse(JSON.stringify(object)));
	});
});
