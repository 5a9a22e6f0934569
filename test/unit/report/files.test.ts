import { expect, it } from "vitest";
import { reportFiles } from "../../../dagger/src/report/files.js";
import {
	deployed,
	deploying,
	history,
	objects,
	rolledBack,
	secretValue,
} from "./releases.js";

const past = history.map((record) => ({ ...record, objects }));
const known = { namespace: "shop", history: past };

it.each([
	["deployed", deployed],
	["rolled back", rolledBack],
	["killed", deploying],
])(
	"a release that was %s has all the files, and no object's content",
	(_, record) => {
		const files = reportFiles(record, known);
		expect(Object.keys(files).sort()).toEqual([
			"annotations.json",
			"deploy.env",
			"junit.xml",
			"report.html",
			"report.json",
			"report.md",
		]);
		for (const text of Object.values(files)) {
			expect(text).toMatch(/\n$/);
			expect(text).not.toContain(secretValue);
			expect(text).not.toContain("password");
		}
		expect(files["report.md"]).toContain("Secret web");
	},
);
