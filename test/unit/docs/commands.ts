import { basename, dirname } from "node:path/posix";
import { isScalar, parseAllDocuments, visit } from "yaml";
import { readWords } from "./words.js";

/** A call of Dagger as a text has it. */
export type Command = {
	file: string;
	line: number;
	/** The folder of the repository that it is meant for. */
	folder: string;
	/** All of it, `dagger` first. */
	words: string[];
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
	return listCode(markdown).flatMap(({ line, text }) =>
		listCalls(text).map((call) => ({
			file,
			line: line + text.slice(0, call.index).split("\n").length - 1,
			folder: findFolder(text.slice(0, call.index)) ?? home,
			words: call.words,
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
			for (const { words } of listCalls(node.value))
				found.push({ file, line, folder: ".", words });
		});
	return found;
}

/** The calls in the `Usage:` lines of a source's comments, which speak of another repository. */
export function listUsages(file: string, source: string): Command[] {
	return [...source.matchAll(/\* Usage: (.*?)\n\s*\*\//gs)].flatMap((match) =>
		listCalls(match[1]?.replace(/\n\s*\* /g, " ") ?? "").map(({ words }) => ({
			file,
			line: source.slice(0, match.index).split("\n").length,
			folder: "elsewhere",
			words,
		})),
	);
}

function listCalls(text: string): { index: number; words: string[] }[] {
	return [...text.matchAll(/(?<![\w/.-])dagger[ \\]/g)]
		.map(({ index }) => {
			const [quote] = /["']$/.exec(text.slice(0, index)) ?? [];
			return { index, words: readWords(text.slice(index), quote) };
		})
		.filter(({ words }) => words.includes("call"));
}

/** Where a block has gone before a command: `cd examples/shop`. */
function findFolder(before: string): string | undefined {
	return [...before.matchAll(/^(?:\$ )?cd ([\w./-]+)$/gm)].at(-1)?.[1];
}
