/** A shell command as it is written, and its words without quotes; `$(…)` and variables stay as they are. */
export type Line = { text: string; words: string[] };

/**
 * The command that a text begins with. It ends with its line, if no backslash continues that, at a comment, at `;`, `|`,
 * `&`, `)` or `>`, or at the given quote.
 */
export function readLine(text: string, until = "\n"): Line {
	const words: string[] = [];
	let word: string | undefined;
	let at = 0;
	while (at < text.length) {
		const rest = text.slice(at);
		const [space] = /^(?:[ \t]|\\\n)+/.exec(rest) ?? [];
		if (space) {
			if (word !== undefined) words.push(word);
			word = undefined;
			at += space.length;
			continue;
		}
		if (rest.startsWith(until) || /^(?:[\n;|&)>]|#)/.test(rest))
			if (!rest.startsWith("#") || word === undefined) break;
		const piece = readPiece(rest);
		word = (word ?? "") + piece.value;
		at += piece.length;
	}
	if (word !== undefined) words.push(word);
	return { text: text.slice(0, at).trim(), words };
}

export const readWords = (text: string) => readLine(text).words;

function readPiece(rest: string): { value: string; length: number } {
	const [whole, single, double, substituted, escaped] =
		/^(?:'([^']*)'|"((?:\$\([^)]*\)|\\.|[^"\\])*)"|(\$\([^)]*\))|\\(.))/s.exec(
			rest,
		) ?? [];
	const value = single ?? double ?? substituted ?? escaped ?? rest.charAt(0);
	return { value, length: whole?.length ?? 1 };
}
