import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, "utf8");
const under = (folder: string) =>
	readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();

const sources = under("dagger/src");

/** The rooms with a door to the world: all others get data and give data. */
const edges = [
	"cluster/cluster.ts",
	"cluster/release.ts",
	"deployment.ts",
	"image/publish.ts",
	"index.ts",
	"manifests/render.ts",
].map((name) => `dagger/src/${name}`);

/** What a file imports for its values; types cost nothing and touch nothing. */
function imports(path: string, text = read(path)): string[] {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
	return file.statements.flatMap((statement) => {
		if (ts.isExportDeclaration(statement) && statement.moduleSpecifier)
			return statement.isTypeOnly ? [] : nameIn(statement.moduleSpecifier);
		if (!ts.isImportDeclaration(statement)) return [];
		const clause = statement.importClause;
		const names = clause?.namedBindings;
		const onlyTypes =
			clause !== undefined &&
			(clause.isTypeOnly ||
				(!clause.name &&
					names !== undefined &&
					ts.isNamedImports(names) &&
					names.elements.every((name) => name.isTypeOnly)));
		return onlyTypes ? [] : nameIn(statement.moduleSpecifier);
	});
}

function nameIn(specifier: ts.Expression): string[] {
	return ts.isStringLiteral(specifier) ? [specifier.text] : [];
}

const containing = (text: string) =>
	sources.filter((path) => read(path).includes(text));

describe("the rules of the house", () => {
	it("sees the files that it holds them against", () => {
		expect(sources).toEqual(expect.arrayContaining(edges));
		expect(sources.length).toBeGreaterThan(20);
	});

	it("Dagger is known at the edges only", () => {
		const knowing = sources.filter((path) =>
			imports(path).some((name) => name.startsWith("@dagger.io/")),
		);
		expect(knowing).toEqual(edges);
	});

	it.each([
		['import { dag } from "x"', ["x"]],
		['import { type A, dag } from "x"', ["x"]],
		['import * as x from "x"', ["x"]],
		['import x from "x"', ["x"]],
		['import "x"', ["x"]],
		['export * from "x"', ["x"]],
		['import type { A } from "x"', []],
		['import { type A, type B } from "x"', []],
		['export type { A } from "x"', []],
	])("%s imports %j", (text, expected) => {
		expect(imports("a.ts", text)).toEqual(expected);
	});

	it("a source imports its neighbours and Dagger, nothing else", () => {
		const strangers = sources.flatMap((path) =>
			imports(path)
				.filter((name) => name !== "@dagger.io/dagger")
				.filter((name) => !/^\.\.?\/[\w./-]+\.js$/.test(name))
				.map((name) => `${path}: ${name}`),
		);
		expect(strangers).toEqual([]);
	});

	it("kubectl runs in one room", () => {
		expect(containing("alpine/kubectl")).toEqual([
			"dagger/src/cluster/cluster.ts",
		]);
	});

	it("one room logs in", () => {
		expect(containing("withRegistryAuth")).toEqual([
			"dagger/src/image/publish.ts",
		]);
	});

	it("no file is too long to be read at once", () => {
		const long = [...sources, ...under("ci")]
			// Go's own lists of modules.
			.filter((path) => !/\/go\.(mod|sum)$/.test(path))
			.map((path) => [path, read(path).trimEnd().split("\n").length] as const)
			.filter(([, length]) => length > 250);
		expect(long).toEqual([]);
	});

	it("the module installs nothing but the compiler", () => {
		expect(JSON.parse(read("dagger/package.json"))).toEqual({
			type: "module",
			dependencies: { typescript: "5.9.3" },
		});
	});

	it("the module's tsconfig stands alone", () => {
		expect(JSON.parse(read("dagger/tsconfig.json"))).not.toHaveProperty(
			"extends",
		);
	});

	it("no test is loaded with the module", () => {
		expect(sources.filter((path) => /\.(test|spec)\./.test(path))).toEqual([]);
		expect(sources.filter((path) => !path.endsWith(".ts"))).toEqual([]);
	});
});
