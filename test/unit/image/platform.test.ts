import { describe, expect, it } from "vitest";
import {
	choosePlatforms,
	describeMismatch,
	requireDistinct,
} from "../../../dagger/src/image/platform.js";

const [amd64, arm64] = ["linux/amd64", "linux/arm64"];

describe("the platforms of an image", () => {
	it.each([
		["those that were asked for", [arm64, amd64], [amd64], [arm64, amd64]],
		["the nodes'", [], [arm64], [arm64]],
		[
			"the engine's, where it is one of the nodes'",
			[],
			[arm64, amd64],
			[amd64],
		],
		["the engine's, where no node may be read", [], [], [amd64]],
	])("are %s", (_, asked, nodes, chosen) => {
		expect(choosePlatforms(asked, nodes, amd64)).toEqual(chosen);
	});

	it.each([
		["a node has one of them", [arm64, amd64], [amd64]],
		["a variant is of a node's kind", ["linux/arm64/v8"], [arm64]],
		["no node may be read", [arm64], []],
	])("are right where %s", (_, platforms, nodes) => {
		expect(describeMismatch(platforms, nodes)).toBeUndefined();
	});

	it("are pushed together only where the engine tells them apart", () => {
		expect(() => requireDistinct([amd64, arm64])).not.toThrow();
		expect(() => requireDistinct([amd64, amd64])).toThrow(
			"build: the engine marks the images for 2 platforms as linux/amd64, linux/amd64, and one push would hold only one of them",
		);
	});

	it("are told where no node can run them", () => {
		expect(describeMismatch([arm64], [amd64])).toBe(
			"the image is for linux/arm64, and the cluster's nodes are linux/amd64: give --platforms=linux/amd64, unless other nodes are to come",
		);
	});
});
