/**
 * The words of the shell command that a text begins with, quotes taken away; `$(…)` and variables stay as they are. It ends
 * with its line, if no backslash continues that, at a comment, at `;`, `|`, `&`, `)` or `>`, or at the given quote.
 */
export function readWords(text: string, until = "\n"): string[] {
	const words: string[] = [];
	let word: string | undefined;
	for (let at = 0; at < text.length; ) {
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
	return word === undefined ? words : [...words, word];
}

function readPiece(rest: string): { value: string; length: number } {
	const [whole, single, double, substituted, escaped] =
		/^(?:'([^']*)'|"((?:\$\([^)]*\)|\\.|[^"\\])*)"|(\$\([^)]*\))|\\(.))/s.exec(
			rest,
		) ?? [];
	const value = single ?? double ?? substituted ?? escaped ?? rest.charAt(0);
	return { value, length: whole?.length ?? 1 };
}
