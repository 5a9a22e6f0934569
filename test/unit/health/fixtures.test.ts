import { expect, test } from "vitest";
import { load, namesOf, verdict } from "./fixture.js";

/** Each fixture's name ends with the health that it must give. */
test.each(namesOf(".json"))("%s", (name) => {
	const fixture = load(name);
	expect(fixture.object.kind.toLowerCase()).toBe(name.split("/")[0]);
	expect(verdict(fixture).status).toBe(name.split(".")[1]);
});
