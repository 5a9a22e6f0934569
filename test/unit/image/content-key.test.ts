import { describe, expect, it } from "vitest";
import {
	type Content,
	computeContentKey,
	formatContentTag,
	isPushed,
} from "../../../dagger/src/image/content-key.js";
import { parseTags } from "../../../dagger/src/image/reference.js";

const content: Content = {
	files: "f".repeat(64),
	dockerfile: "Dockerfile",
	target: "web",
	buildArgs: [
		["A", "1"],
		["B", "2"],
	],
	platforms: ["linux/amd64", "linux/arm64"],
	bases: [["python:3.13-slim", "sha256:aa"]],
	secrets: ["npm"],
};

describe("the key of an image's content", () => {
	it.each<[string, Partial<Content>]>([
		["a file", { files: "e".repeat(64) }],
		["the Dockerfile that is used", { dockerfile: "Dockerfile.web" }],
		["the stage", { target: undefined }],
		["a build argument", { buildArgs: [["A", "1"]] }],
		["a value of one", { buildArgs: [["A", "1"], ["B", "3"]] }], // biome-ignore format: a row
		["a platform", { platforms: ["linux/amd64"] }],
		["a base", { bases: [["python:3.13-slim", "sha256:bb"]] }],
		["a secret's name", { secrets: ["npm", "pip"] }],
	])("changes with %s", (_, changed) => {
		expect(computeContentKey({ ...content, ...changed })).not.toBe(
			computeContentKey(content),
		);
	});

	it("does not depend on the order of what has none", () => {
		const reversed = {
			...content,
			buildArgs: content.buildArgs.toReversed(),
			platforms: content.platforms.toReversed(),
		};
		expect(computeContentKey(reversed)).toBe(computeContentKey(content));
	});

	it("makes a valid tag", () => {
		const tag = formatContentTag(computeContentKey(content));
		expect(tag).toMatch(/^slipway-[0-9a-f]{32}$/);
		expect(() => parseTags([tag])).not.toThrow();
	});
});

describe("an image that a release has on record", () => {
	const image = "docker.io/alice/app@sha256:aa";
	const asked = { key: "k1", digest: "sha256:aa" };

	it.each([
		["of that content and digest", [{ image, contentKey: "k1" }], true],
		["of other content", [{ image, contentKey: "k2" }], false],
		["of unknown content", [{ image }], false],
		[
			"with another digest",
			[{ image: "docker.io/alice/app@sha256:bb", contentKey: "k1" }],
			false,
		],
		["that does not exist", [], false],
	])("%s", (_, pushed, isSame) => {
		expect(isPushed(pushed, asked)).toBe(isSame);
	});
});
