import { expect, it } from "vitest";
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
