import { Failure } from "../failures/failure.js";

/** Variables of an environment, by their names. */
export type Variables = ReadonlyMap<string, string>;

const blank = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
// What envFrom makes a variable of: IsEnvVarName in apimachinery/pkg/util/validation/validation.go.
const assignment =
	/[ \t]*(?:export[ \t]+)?((?!\.\.|\.[ \t]*=)[-._a-zA-Z][-._a-zA-Z0-9]{0,252})[ \t]*=/y;
const singleQuoted = /[ \t]*'([^'\\]*(?:\\[\s\S][^'\\]*)*)'/y;
const doubleQuoted = /[ \t]*"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y;
const unquoted = /(?![ \t]*["'])([^\n]*)/y;

const escapes = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$" };

/**
 * The variables of dotenv lines, as Docker Compose reads them, but for `$`, which is nothing special in a secret. Of a name
 * that is set twice the last line counts. A line that cannot be read is told by its number only: it may hold anything.
 */
export function parseDotenv(text: string): Variables {
	const variables = new Map<string, string>();
	const lines = new Cursor(text.replace(/^\uFEFF/, "").replace(/\r\n/g, "\n"));
	while (!lines.isAtEnd()) {
		if (lines.take(blank) !== undefined) continue;
		const start = lines.position;
		const name = lines.take(assignment);
		const refuse = (why: string, position = start) =>
			makeRefusal(lines.countLines(position), why);
		if (name === undefined) throw refuse("is not NAME=value");
		const value = parseValue(lines);
		if (value === undefined) throw refuse("begins a quote that does not end");
		if (lines.take(blank) === undefined)
			throw refuse("goes on after the quote that ends there", lines.position);
		if (value.includes("\0"))
			throw refuse("has a NUL character, which no variable can hold");
		variables.set(name, value);
	}
	return variables;
}

function parseValue(lines: Cursor): string | undefined {
	const single = lines.take(singleQuoted);
	if (single !== undefined) return unescapeText(single, { "'": "'" });
	const double = lines.take(doubleQuoted);
	if (double !== undefined) return unescapeText(double, escapes);
	return lines
		.take(unquoted)
		?.replace(/[ \t]#[\s\S]*/, "")
		.trim();
}

function unescapeText(text: string, known: Record<string, string>): string {
	return text.replace(
		/\\([\s\S])/g,
		(pair, character) => known[character] ?? pair,
	);
}

function makeRefusal(line: number, why: string): Failure {
	return new Failure(`--env-file cannot be read: line ${line} ${why}`, {
		next: 'write NAME=value, the name of letters, digits, _, - and ., and without a digit at its beginning; text with quotes or line breaks stands in double quotes: NAME="two\\nlines"',
	});
}

/** A text that is read from its beginning to its end. */
class Cursor {
	position = 0;

	constructor(private readonly text: string) {}

	/** What a sticky pattern captures here, if it matches: then the cursor stands behind it. */
	take(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.position;
		const match = pattern.exec(this.text);
		if (!match) return undefined;
		this.position = pattern.lastIndex;
		return match[1] ?? "";
	}

	isAtEnd(): boolean {
		return this.position === this.text.length;
	}

	/** The number of the line that a position is in. */
	countLines(position: number): number {
		return this.text.slice(0, position).split("\n").length;
	}
}
