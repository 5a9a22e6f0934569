import { basename, dirname } from "node:path/posix";
import { isScalar, parseAllDocuments, visit } from "yaml";
import { type Line, readLine } from "./words.js";

/** A call of Dagger as a text has it. */
export type Command = Line & {
	file: string;
	line: number;
	/** The folder of the repository that it is meant for. */
	folder: string;
};

/** A piece of code in a text: a block or a span. */
export type Code = { line: number; text: string };

/** The code of a Markdown file; where a span is wrapped, it is one line. */
export function listCode(markdown: string): Code[] {
	const form = /^( *)(```+|~~~+)[^\n]*\n(.*?)^ *\2 *$|(`+)([^`].*?)\4(?!`)/gms;
	return [...markdown.matchAll(form)].map((match) => {
		const [, indent = "", fence, block = "", , span = ""] = match;
		const line = markdown.slice(0, match.index).split("\n").length;
		return fence
			? { line: line + 1, text: block.replaceAll(`\n${indent}`, "\n") }
			: { line, text: span.replaceAll(/\s*\n\s*/g, " ") };
	});
}

/** The calls in a Markdown file. A README speaks of its own folder, a page of the repository, a block may say `cd`. */
export function listMarkdownCommands(
	file: string,
	markdown: string,
): Command[] {
	const home = basename(file) === "README.md" ? dirname(file) : ".";
	return listCode(markdown).flatMap((code) =>
		listCalls(code.text).map(({ before, ...call }) => ({
			file,
			...call,
			line: code.line + before.split("\n").length - 1,
			folder: findFolder(before) ?? home,
		})),
	);
}

/** The calls in the scripts of a pipeline or a template. */
export function listPipelineCommands(file: string, yaml: string): Command[] {
	const found: Command[] = [];
	for (const document of parseAllDocuments(yaml))
		visit(document, (_key, node) => {
			if (!isScalar(node) || typeof node.value !== "string") return;
			const line = yaml.slice(0, node.range?.[0]).split("\n").length;
			for (const { text, words } of listCalls(node.value))
				found.push({ file, line, folder: ".", text, words });
		});
	return found;
}

/** The calls in the `Usage:` lines of a source's comments, which speak of another repository. */
export function listUsages(file: string, source: string): Command[] {
	return [...source.matchAll(/\* Usage: (.*?)\n\s*\*\//gs)].flatMap((match) =>
		listCalls(match[1]?.replace(/\n\s*\* /g, " ") ?? "").map(
			({ text, words }) => ({
				file,
				text,
				words,
				line: source.slice(0, match.index).split("\n").length,
				folder: "elsewhere",
			}),
		),
	);
}

function listCalls(code: string): (Line & { before: string })[] {
	return [...code.matchAll(/(?<![\w/.-])dagger[ \\]/g)]
		.map(({ index }) => {
			const before = code.slice(0, index);
			const [quote] = /["']$/.exec(before) ?? [];
			return { before, ...readLine(code.slice(index), quote) };
		})
		.filter(({ words }) => words.includes("call"));
}

/** Where a block has gone before a command: `cd examples/shop`. */
function findFolder(before: string): string | undefined {
	return [...before.matchAll(/^(?:\$ )?cd ([\w./-]+)$/gm)].at(-1)?.[1];
}
