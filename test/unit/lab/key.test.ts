import { expect, test } from "vitest";
import { keyOf } from "../../../ci/lab/key.ts";

test("a key depends on where one input ends and the next begins", () => {
	expect(keyOf("ab", "c")).not.toBe(keyOf("a", "bc"));
	expect(keyOf("ab", "c")).toBe(keyOf("ab", "c"));
});
