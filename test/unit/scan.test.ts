import { basename, join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const sources = join(import.meta.dirname, "../../dagger/src");

// As the SDK does at each call; the npm packages of this repository are not there.
test("to read the module, TypeScript reads no types of browsers", {
	timeout: 60_000,
}, () => {
	const options = {
		experimentalDecorators: true,
		moduleResolution: ts.ModuleResolutionKind.Node10,
		target: ts.ScriptTarget.ES2022,
		types: [],
	};
	const host = ts.createCompilerHost(options);
	const isThere = host.fileExists;
	host.fileExists = (path) =>
		!path.includes("/node_modules/@") && isThere(path);
	const index = join(sources, "index.ts");
	const files = ts.createProgram([index], options, host).getSourceFiles();
	const names = files.map(({ fileName }) => basename(fileName));
	expect(names).toContain("lib.es5.d.ts");
	expect(names.filter((name) => name.startsWith("lib.dom"))).toEqual([]);
});
