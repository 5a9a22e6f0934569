import { expect, test } from "vitest";
import { labName } from "../../../ci/lab/lab.ts";

test("the lab's name is one that Docker, cgroups and paths all take", () => {
	expect(labName(undefined)).toBe("slipway-lab");
	expect(labName("slipway-lab-2")).toBe("slipway-lab-2");
	expect(() => labName("../x")).toThrow("names no lab");
});
