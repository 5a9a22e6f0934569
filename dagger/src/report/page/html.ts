/** Markup that stands in a page as it is. Only `html` makes it, and of all else it makes text. */
export class Html {
	constructor(readonly markup: string) {}
}

type Part = Html | string | number | undefined | readonly Part[];

/** Markup with values in it, each escaped for the text of an element and for a quoted attribute. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
	return new Html(String.raw({ raw: strings }, ...parts.map(formatPart)));
}

function formatPart(part: Part): string {
	if (part instanceof Html) return part.markup;
	if (Array.isArray(part)) return part.map(formatPart).join("");
	return escapeText(String(part ?? ""));
}

const escapes: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

// Control characters, halves of characters, and what turns the direction of the text that follows: Trojan Source,
// https://trojansource.codes.
const unprintable = /(?![\t\n])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu;

function escapeText(text: string): string {
	return text
		.replace(colours, "")
		.replaceAll("\r\n", "\n")
		.replace(unprintable, "\ufffd")
		.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}
