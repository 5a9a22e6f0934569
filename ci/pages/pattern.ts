/**
 * What a pattern of the catalogue finds, as people read it: pieces that come one after another with anything between, of
 * each its forms. Groups with a name are that name in capitals, digits are x, and what may be anything is ….
 */
export type Forms = string[][];

type Node =
	| { kind: "text"; text: string }
	| { kind: "any" }
	| { kind: "choice"; choices: Node[][] };

/** The alternatives of a pattern. */
export function readPattern({ source }: RegExp): Forms[] {
	const reader = { text: source, at: 0 };
	const alternatives = readChoices(reader).map(listPieces);
	const isPlain = alternatives.every((pieces) => pieces.length === 1);
	return isPlain ? [[alternatives.flat(2)]] : alternatives;
}

/** A sequence, cut where anything may stand. */
function listPieces(nodes: Node[]): Forms {
	const pieces: Node[][] = [[]];
	for (const node of nodes)
		if (node.kind === "any") pieces.push([]);
		else pieces.at(-1)?.push(node);
	return pieces
		.map((piece) => expand(piece).map(tidy).filter(Boolean))
		.filter((forms) => forms.length > 0);
}

const most = 12;

/** All forms of a piece; where those are too many, only one choice in it is shown whole, the widest. */
function expand(nodes: Node[]): string[] {
	const all = combine(nodes);
	if (all.length <= most) return all;
	const widest = nodes.reduce((one, other) =>
		count(other) > count(one) ? other : one,
	);
	return combine(
		nodes.map((node) =>
			node.kind === "choice" && node !== widest
				? { ...node, choices: node.choices.slice(0, 1) }
				: node,
		),
	);
}

const count = (node: Node) =>
	node.kind === "choice" ? node.choices.length : 1;

function combine(nodes: Node[]): string[] {
	return nodes.reduce<string[]>(
		(beginnings, node) => {
			const endings =
				node.kind === "choice"
					? node.choices.flatMap(combine)
					: [node.kind === "any" ? "…" : node.text];
			return beginnings.flatMap((one) => endings.map((end) => one + end));
		},
		[""],
	);
}

const tidy = (text: string) =>
	text
		.replace(/…[…\s]*…/g, "…")
		.replace(/^… | …$/g, "")
		.trim();

type Reader = { text: string; at: number };

function readChoices(reader: Reader): Node[][] {
	const choices: Node[][] = [[]];
	while (reader.at < reader.text.length && reader.text[reader.at] !== ")") {
		if (reader.text[reader.at] === "|") {
			reader.at++;
			choices.push([]);
			continue;
		}
		choices.at(-1)?.push(...quantify(reader, readAtom(reader)));
	}
	return choices;
}

/** What may be left out is, a letter apart; what may be there several times is there once. */
function quantify(reader: Reader, atom: Node): Node[] {
	const [quantifier] = /^(?:[?*+]|\{[\d,]+\})\??/.exec(rest(reader)) ?? [];
	if (!quantifier) return [atom];
	reader.at += quantifier.length;
	const isLetter = atom.kind === "text" && /^[a-z]$/i.test(atom.text);
	if (quantifier.startsWith("?")) return isLetter ? [atom] : [];
	if (atom.kind === "any") return [atom];
	if (atom.kind === "text" && atom.text === "x") return [text("N")];
	if (atom.kind === "text" && atom.text === "…") return [atom];
	return quantifier.startsWith("*") ? [] : [atom];
}

const text = (value: string): Node => ({ kind: "text", text: value });
const rest = ({ text, at }: Reader) => text.slice(at);

function readAtom(reader: Reader): Node {
	const [group, name] = /^\((?:\?:|\?<(\w+)>)?/.exec(rest(reader)) ?? [];
	if (group) return readGroup(reader, group, name);
	const [characters, listed = ""] =
		/^\[((?:\\.|[^\]])*)\]/.exec(rest(reader)) ?? [];
	if (characters) {
		reader.at += characters.length;
		return readClass(listed);
	}
	const [escaped] = /^\\./.exec(rest(reader)) ?? [];
	const atom = escaped ?? reader.text[reader.at] ?? "";
	reader.at += atom.length;
	return escaped ? readEscape(atom.charAt(1)) : readCharacter(atom);
}

function readGroup(reader: Reader, opening: string, name?: string): Node {
	reader.at += opening.length;
	const start = reader.at;
	const choices = readChoices(reader);
	const inside = reader.text.slice(start, reader.at);
	reader.at++;
	// A status is best told by its digits.
	if (name && !inside.includes("\\d\\d")) return text(name.toUpperCase());
	return { kind: "choice", choices };
}

/** One of few characters is each of them; a space stands for what may be one, and … for one of many. */
function readClass(listed: string): Node {
	if (/^\^|\\|.-./.test(listed)) return text("…");
	if (listed.includes(" ")) return text(" ");
	return {
		kind: "choice",
		choices: [...listed].map((character) => [text(character)]),
	};
}

function readEscape(character: string): Node {
	if (character === "d") return text("x");
	if (character === "b") return text("");
	if (character === "s") return text(" ");
	return text(/[A-Za-z]/.test(character) ? "…" : character);
}

function readCharacter(character: string): Node {
	if (character === ".") return { kind: "any" };
	return text(/[$^]/.test(character) ? "" : character);
}
