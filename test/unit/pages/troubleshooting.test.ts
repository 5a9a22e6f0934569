import { expect, test } from "vitest";
import {
	areas,
	formatTroubleshooting,
} from "../../../ci/pages/troubleshooting.js";
import { catalogue } from "../../../dagger/src/failures/catalogue.js";
import { read } from "../docs/repository.js";

test("docs/troubleshooting.md is what the catalogue says: if not, run ci/docs", () => {
	expect(read("docs/troubleshooting.md")).toBe(formatTroubleshooting());
});

test("each cause of the catalogue is in one area", () => {
	const names = areas.flatMap(([, entries]) => entries.map(({ name }) => name));
	expect(names.sort()).toEqual(catalogue.map(({ name }) => name).sort());
});

test("no placeholder is left open", () => {
	expect(formatTroubleshooting()).not.toMatch(/\{\w+\}|undefined/);
});
