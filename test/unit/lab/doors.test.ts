import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const lab = join(import.meta.dirname, "../../../ci/lab");
const sources = readdirSync(lab).filter((name) => name.endsWith(".ts"));

test("the lab reads without what it does offline: two doors lead there", () => {
	const doors = sources.flatMap((name) => {
		const text = readFileSync(join(lab, name), "utf8");
		return [...text.matchAll(/"(\.\/offline\/[^"]*)"/g)].map(
			([, path]) => path,
		);
	});
	expect([...new Set(doors)].sort()).toEqual([
		"./offline/dockerd.ts",
		"./offline/standins.ts",
	]);
});
