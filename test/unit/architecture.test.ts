import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
	findCircles,
	findClimbs,
	type Import,
	listImports,
} from "./imports.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const under = (folder: string) =>
	readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();

const sources = under("dagger/src");

/** The layers, from the top: each imports from itself and from those below it, types included. */
const layers = [
	"index.ts",
	"deploy",
	"report",
	"release",
	"health",
	"cluster",
	"manifests",
	"image",
	"input",
	"kubectl",
	"failures",
	"kubernetes",
	"system",
];

/** The few files that call Dagger: all others get data and give data. */
const edges = [
	"image/build-secrets.ts",
	"image/crane.ts",
	"image/login.ts",
	"image/lookup.ts",
	"index.ts",
	"kubectl/files.ts",
	"kubectl/kustomize.ts",
	"kubectl/toolbox.ts",
	"manifests/render.ts",
].map((name) => `dagger/src/${name}`);

const imports = sources.flatMap((path) =>
	listImports(path.replace("dagger/src/", ""), read(path)),
);
const isLocal = ({ to }: Import) => to.endsWith(".ts");

describe("the layers", () => {
	it("point down only", () => {
		expect(findClimbs(imports.filter(isLocal), layers)).toEqual([]);
	});

	it("have no circle of files", () => {
		expect(findCircles(imports.filter(isLocal))).toEqual([]);
	});

	it("are all the folders there are, and CONTRIBUTING lists them in this order", () => {
		const folders = readdirSync(join(root, "dagger/src"));
		expect(folders.sort()).toEqual([...layers].sort());
		const map = read("CONTRIBUTING.md").split("dagger/src/")[1] ?? "";
		const listed = [...map.matchAll(/^ {2}([\w.]+?)\/? {2,}\S/gm)].map(
			([, name]) => name,
		);
		expect(listed.slice(0, layers.length)).toEqual(layers);
	});

	it("a climb is told by its two files and the names that tie them", () => {
		const climbing = listImports(
			"health/wait.ts",
			'import { type Steps, Progress } from "../report/progress.js";',
		);
		expect(findClimbs(climbing, layers)).toEqual([
			"health/wait.ts imports Steps, Progress from report/progress.ts, which lies above it",
		]);
		const falling = listImports(
			"report/progress.ts",
			'import type { Health } from "../health/health.js";',
		);
		expect(findClimbs(falling, layers)).toEqual([]);
		expect(findCircles([...climbing, ...falling])).toEqual([]);
	});

	it("a circle is told by its files", () => {
		const circle = ["a.js", "b.js", "c.js"].flatMap((to, index) =>
			listImports(
				`health/${["c.ts", "a.ts", "b.ts"][index]}`,
				`import { x } from "./${to}";`,
			),
		);
		expect(findCircles(circle)).toEqual([
			"health/a.ts → health/b.ts → health/c.ts → health/a.ts",
		]);
	});
});

describe("the rules of the house", () => {
	it("Dagger is called at the edges only", () => {
		const calling = imports
			.filter(({ to, isType }) => to.startsWith("@dagger.io/") && !isType)
			.map(({ from }) => `dagger/src/${from}`);
		expect([...new Set(calling)].sort()).toEqual(edges);
	});

	it.each([
		['import { dag } from "x"', [["dag"], false]],
		['import { type A, dag } from "x"', [["A", "dag"], false]],
		['import * as x from "x"', [["x"], false]],
		['import x from "x"', [["x"], false]],
		['import "x"', [[], false]],
		['export * from "x"', [["*"], false]],
		['import type { A } from "x"', [["A"], true]],
		['import { type A, type B } from "x"', [["A", "B"], true]],
		['export type { A } from "x"', [["A"], true]],
	])("%s imports %j", (text, [names, isType]) => {
		expect(listImports("a.ts", text)).toEqual([
			{ from: "a.ts", to: "x", names, isType },
		]);
	});

	it("a source imports its neighbours, Dagger, Node and types of Kubernetes, nothing else", () => {
		const strangers = imports.filter(
			(one) =>
				!isLocal(one) &&
				one.to !== "@dagger.io/dagger" &&
				!one.to.startsWith("node:") &&
				!(one.isType && one.to.startsWith("kubernetes-types/")),
		);
		expect(strangers).toEqual([]);
	});

	const containing = (text: string) =>
		sources.filter((path) => read(path).includes(text));

	it("one file knows the image of kubectl, one logs in", () => {
		expect(containing("alpine/kubectl")).toEqual([
			"dagger/src/kubectl/toolbox.ts",
		]);
		expect(containing("withRegistryAuth")).toEqual([
			"dagger/src/image/login.ts",
		]);
	});

	// The interface is long for its documentation, and the catalogue for its texts: both are lists.
	it.each(sources)("%s fits on few screens, its functions on one", (path) => {
		const text = read(path);
		const isInterface = path.endsWith("index.ts");
		const isList = /\/failures\/|kinds\.ts$/.test(path);
		expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(
			isInterface ? 560 : isList ? 270 : 190,
		);
		for (const [name, lines] of listFunctions(path, text))
			expect(lines, name).toBeLessThanOrEqual(50);
	});

	it("a deploy reads as its table of contents, in at most 40 lines", () => {
		const path = "dagger/src/deploy/deploy.ts";
		const deploy = listFunctions(path, read(path)).find(
			([name]) => name === "deploy",
		);
		expect(deploy?.[1]).toBeLessThanOrEqual(40);
	});

	it("no file of the lab is too long to be read at once", () => {
		const long = under("ci")
			// Go's own lists of modules.
			.filter((path) => !/\/go\.(mod|sum)$/.test(path))
			.filter((path) => read(path).trimEnd().split("\n").length > 250);
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

	// Dagger leaves out of a module what git ignores.
	it("no folder of the module is ignored", () => {
		const ignored = read(".gitignore").split("\n");
		for (const layer of layers) expect(ignored).not.toContain(`${layer}/`);
	});
});

/** The functions and methods of a file, with their lengths in lines. */
function listFunctions(path: string, text: string): [string, number][] {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: [string, number][] = [];
	const line = (position: number) =>
		file.getLineAndCharacterOfPosition(position).line;
	const visit = (node: ts.Node) => {
		const isNamed =
			ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
		if (isNamed && node.body)
			found.push([
				node.name?.getText() ?? "",
				line(node.getEnd()) - line(node.body.getStart()) + 1,
			]);
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}
