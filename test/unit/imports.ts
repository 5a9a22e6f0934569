import { dirname, join } from "node:path/posix";
import ts from "typescript";

/** What a file takes from another, or from a package. */
export type Import = {
	from: string;
	/** A file, or a package's name. */
	to: string;
	names: string[];
	/** Types only: they cost nothing and call nothing. */
	isType: boolean;
};

export function listImports(from: string, text: string): Import[] {
	const file = ts.createSourceFile(from, text, ts.ScriptTarget.Latest, true);
	return file.statements.flatMap((statement) => {
		if (
			!ts.isImportDeclaration(statement) &&
			!ts.isExportDeclaration(statement)
		)
			return [];
		const { moduleSpecifier } = statement;
		if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
		const to = resolve(from, moduleSpecifier.text);
		return [{ from, to, ...readClause(statement) }];
	});
}

function resolve(from: string, specifier: string): string {
	return specifier.startsWith(".")
		? join(dirname(from), specifier).replace(/\.js$/, ".ts")
		: specifier;
}

function readClause(
	statement: ts.ImportDeclaration | ts.ExportDeclaration,
): Pick<Import, "names" | "isType"> {
	const clause = ts.isImportDeclaration(statement)
		? statement.importClause
		: undefined;
	const bindings = ts.isImportDeclaration(statement)
		? clause?.namedBindings
		: statement.exportClause;
	const elements =
		bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
			? [...bindings.elements]
			: [];
	const whole =
		bindings && elements.length === 0 && "name" in bindings
			? [bindings.name.getText()]
			: [];
	const names = [
		...(clause?.name ? [clause.name.text] : []),
		...elements.map(({ name }) => name.getText()),
		...whole,
	];
	const isExportAll =
		ts.isExportDeclaration(statement) && !statement.exportClause;
	return {
		names: isExportAll ? ["*"] : names,
		isType: isTypeOnly(statement, clause, elements),
	};
}

function isTypeOnly(
	statement: ts.ImportDeclaration | ts.ExportDeclaration,
	clause: ts.ImportClause | undefined,
	elements: { isTypeOnly: boolean }[],
): boolean {
	if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
	if (clause?.isTypeOnly) return true;
	const isBare = !clause || clause.name !== undefined;
	return (
		!isBare && elements.length > 0 && elements.every((one) => one.isTypeOnly)
	);
}

/** The imports that go up in a list of layers, each in words. */
export function findClimbs(imports: Import[], layers: string[]): string[] {
	const height = (path: string) => layers.indexOf(path.split("/")[0] ?? "");
	return imports
		.filter(({ from, to }) => height(to) < height(from))
		.map(
			({ from, to, names }) =>
				`${from} imports ${names.join(", ")} from ${to}, which lies above it`,
		);
}

/** Circles of files, each once, from its first name on. */
export function findCircles(imports: Import[]): string[] {
	const targets = new Map<string, string[]>();
	for (const { from, to } of imports)
		targets.set(from, [...(targets.get(from) ?? []), to]);
	const circles = new Set<string>();
	const done = new Set<string>();
	const visit = (path: string, trail: string[]) => {
		const start = trail.indexOf(path);
		if (start >= 0) circles.add(format(trail.slice(start)));
		if (start >= 0 || done.has(path)) return;
		for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
		done.add(path);
	};
	for (const path of targets.keys()) visit(path, []);
	return [...circles];
}

function format(circle: string[]): string {
	const first = circle.indexOf([...circle].sort()[0] ?? "");
	const turned = [...circle.slice(first), ...circle.slice(0, first)];
	return [...turned, turned[0]].join(" → ");
}
