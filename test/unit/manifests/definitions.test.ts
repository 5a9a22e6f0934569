import { expect, it } from "vitest";
import {
	isDefinedIn,
	listDefinitions,
} from "../../../dagger/src/manifests/definitions.js";

const definition = {
	apiVersion: "apiextensions.k8s.io/v1",
	kind: "CustomResourceDefinition",
	metadata: { name: "widgets.example.com" },
	spec: { group: "example.com", names: { kind: "Widget" } },
};
const widget = (group: string) => ({
	apiVersion: `${group}/v1`,
	kind: "Widget",
	metadata: { name: "w" },
});

it("a release defines the kinds of its definitions, in their groups", () => {
	const release = [widget("example.com"), definition];
	expect(listDefinitions(release)).toEqual([definition]);
	expect(isDefinedIn(release, widget("example.com"))).toBe(true);
	expect(isDefinedIn(release, widget("example.org"))).toBe(false);
	expect(isDefinedIn([widget("example.com")], widget("example.com"))).toBe(
		false,
	);
});
