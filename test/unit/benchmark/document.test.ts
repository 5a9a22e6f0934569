import { expect, test } from "vitest";
import { replaceMarked } from "../../../ci/benchmark/document.ts";

const mark = "<!-- bench -->";

test("what stands between the marks is replaced, and only that", () => {
	const document = `before\n\n${mark}\n\nold\n\n${mark}\n\nafter\n`;
	const expected = `before\n\n${mark}\n\nnew\n\n${mark}\n\nafter\n`;
	expect(replaceMarked(document, "new")).toBe(expected);
	expect(replaceMarked(expected, "new")).toBe(expected);
});

test.each([
	["none", ""],
	["one", mark],
	["three", mark.repeat(3)],
])("a document with %s of the marks is refused", (_, document) => {
	expect(() => replaceMarked(document, "new")).toThrow(mark);
});
