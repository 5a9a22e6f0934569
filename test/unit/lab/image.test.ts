import { expect, test } from "vitest";
import { whence } from "../../../ci/lab/image.ts";

const image = {
	public: "registry:2",
	standIn: { tag: "slipway-lab/registry:2-abc" },
};

test.each([
	[
		"the public image is there",
		["registry:2", "slipway-lab/registry:2-abc"],
		true,
		"public",
	],
	["its stand-in is there", ["slipway-lab/registry:2-abc"], true, "stand-in"],
	[
		"a stand-in of other contents is there",
		["slipway-lab/registry:2-old"],
		false,
		"registry",
	],
	["a stand-in is kept as a file", [], true, "file"],
	["nothing is there", [], false, "registry"],
] as const)("%s", (_, there, kept, from) => {
	expect(whence(image, new Set(there), kept)).toBe(from);
});

test("an image that nobody else has is never looked for elsewhere", () => {
	expect(
		whence({ standIn: image.standIn }, new Set(["registry:2"]), false),
	).toBe("registry");
});
