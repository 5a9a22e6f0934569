import {
	type Func,
	type Interface,
	kebab,
	type Parameter,
} from "./interface.js";

/** An option of the module or of Dagger's types, with its value as it is written. */
export type Given = { parameter: Parameter; value?: string };

/** `call` or a function, with what it takes and what it is given. */
export type Part = { title: string; parameters: Parameter[]; given: Given[] };

/** A command by its parts. */
export type Call = {
	module: string;
	parts: Part[];
	/** More options may be in a variable, or none are needed: --help. */
	isOpen: boolean;
	faults: string[];
};

/** Options of Dagger itself; those with a value are true. */
const own: Record<string, boolean> = {
	mod: true,
	m: true,
	progress: true,
	"env-file": true,
	output: true,
	o: true,
	json: false,
	j: false,
	help: false,
	h: false,
	quiet: false,
	q: false,
	silent: false,
	s: false,
	verbose: false,
	v: false,
	debug: false,
	d: false,
	interactive: false,
	i: false,
	"auto-apply": false,
	y: false,
	web: false,
	w: false,
};

export function parseCall(words: string[], api: Interface): Call {
	const at = words.indexOf("call");
	const left = words.filter((_, index) => index > 0 && index !== at);
	let part: Part = { title: "", parameters: api.options, given: [] };
	let functions: Map<string, Func> | undefined = api.functions;
	const call: Call = { module: ".", parts: [part], isOpen: false, faults: [] };
	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		if (/^\$[\w@{(]/.test(word)) call.isOpen = true;
		else if (word.startsWith("-")) readOption(word, left, part, call);
		else if (/^(?:[A-Z]+|…)$/.test(word)) return { ...call, isOpen: true };
		else {
			const found: Func | undefined = functions?.get(word);
			if (!found) {
				call.faults.push(`no function is called ${word}`);
				return { ...call, isOpen: true };
			}
			functions = api.types.get(found.returns);
			part = { title: word, parameters: found.parameters, given: [] };
			call.parts.push(part);
		}
	}
	return call;
}

function readOption(word: string, left: string[], part: Part, call: Call) {
	const [, name = "", text] = /^--?([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
	const parameter = part.parameters.find((one) => kebab(one.name) === name);
	const takesValue = parameter ? parameter.type !== "boolean" : own[name];
	if (takesValue === undefined) {
		call.faults.push(`${part.title || "call"} has no option --${name}`);
		return;
	}
	const value = text ?? (takesValue ? left.shift() : undefined);
	if (parameter) part.given.push({ parameter, value });
	else if (/^m(?:od)?$/.test(name)) call.module = value ?? "";
	else if (/^h(?:elp)?$/.test(name)) call.isOpen = true;
}
