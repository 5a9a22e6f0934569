/** What an image is made from besides its context: the images that its Dockerfile names, or why these cannot be told. */
export type Bases = { images: string[] } | { unknown: string };

type Variables = Map<string, string | undefined>;
type Instruction = { name: string; words: string[] };

/** Lists the images that a Dockerfile starts from or copies from, each once. */
export function listBases(
	dockerfile: string,
	buildArgs: [name: string, value: string][],
): Bases {
	const given = new Map(buildArgs);
	const variables: Variables = new Map();
	const stages = new Set<string>(["scratch"]);
	const images = new Set<string>();
	let isInStage = false;
	for (const { name, words } of parseInstructions(dockerfile)) {
		if (name === "ARG" && !isInStage)
			for (const word of words) declare(word, given, variables);
		if (name === "FROM") {
			isInStage = true;
			const [from = "", as = "", stage = ""] = words.filter(isNoFlag);
			const image = expand(from, variables);
			if (image === undefined || image === "") return unknown(`FROM ${from}`);
			if (!stages.has(image.toLowerCase())) images.add(image);
			if (as.toUpperCase() === "AS") stages.add(stage.toLowerCase());
		}
		if (name === unterminated) return unknown(`<<${words} without its end`);
		const remote = name === "ADD" && findRemote(words);
		if (remote && !words.some(hasChecksum)) return unknown(`ADD ${remote}`);
		for (const from of listSources(name, words)) {
			if (from.includes("$")) return unknown(`${name} from ${from}`);
			const isStage = stages.has(from.toLowerCase()) || /^\d+$/.test(from);
			if (!isStage) images.add(from);
		}
	}
	return { images: [...images] };
}

const unknown = (what: string) => ({ unknown: what });
const isNoFlag = (word: string) => !word.startsWith("--");
const hasChecksum = (word: string) => word.startsWith("--checksum=");

// An address, or one of scp's form: moby/buildkit util/sshutil/scpurl.go.
const elsewhere = /^(?:https?|ssh|git):\/\/|^[\w-]+@[a-zA-Z0-9.-]+:|^\$/;

/** A source that is, or may be, elsewhere: the builder fills in variables and takes off quotes before it looks. */
function findRemote(words: string[]): string | undefined {
	return words
		.filter(isNoFlag)
		.slice(0, -1)
		.map((word) => word.replace(/^[["',]+|["',\]]+$/g, ""))
		.find((word) => elsewhere.test(word));
}

/** An argument has the value that the caller gives, or else its default. */
function declare(
	word: string,
	given: Map<string, string>,
	variables: Variables,
): void {
	const [, name = "", value] = /^([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
	const byDefault = value === undefined ? undefined : expand(value, variables);
	variables.set(name, given.get(name) ?? byDefault);
}

/** Where COPY and RUN take files from, if not from the context. */
function listSources(name: string, words: string[]): string[] {
	if (name === "COPY")
		return words.flatMap((word) => /^--from=(.+)$/.exec(word)?.[1] ?? []);
	if (name !== "RUN") return [];
	return words
		.filter((word) => word.startsWith("--mount="))
		.flatMap((word) => /[=,]from=([^,]+)/.exec(word)?.[1] ?? []);
}

/** A word with its variables filled in; none where one has no value, or is of a form that only the builder knows. */
function expand(word: string, variables: Variables): string | undefined {
	let isKnown = true;
	const text = unquote(word).replace(
		/\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^${}]*))?\})/g,
		(_, plain, braced, operator = "", word = "") => {
			const value = variables.get(plain ?? braced);
			const isSet = operator.startsWith(":") ? value : value !== undefined;
			if (operator.endsWith("+")) return isSet ? word : "";
			if (operator.endsWith("-")) return isSet ? (value ?? "") : word;
			if (value === undefined) isKnown = false;
			return value ?? "";
		},
	);
	return isKnown && !/[$\\"']/.test(text) ? text : undefined;
}

function unquote(word: string): string {
	return word.replace(/^(["'])(.*)\1$/s, "$2");
}

/** The instructions of a Dockerfile, without comments and here-documents; an instruction's lines are joined. */
function parseInstructions(dockerfile: string): Instruction[] {
	const joint = /^\s*#\s*escape\s*=\s*`/im.test(dockerfile) ? "`" : "\\";
	const instructions: Instruction[] = [];
	const lines = dockerfile.split(/\r?\n/);
	while (lines.length > 0) {
		const text = readInstruction(lines, joint);
		const [name = "", ...words] = text.trim().split(/\s+/);
		if (name === "") continue;
		instructions.push({ name: name.toUpperCase(), words });
		const end =
			/^(?:RUN|COPY|ADD)$/i.test(name) && skipHereDocuments(words, lines);
		if (end) instructions.push({ name: unterminated, words: [end] });
	}
	return instructions;
}

/** Stands for what follows a here-document that has no end, or was none. */
const unterminated = "<<";

/** Takes the lines of one instruction; comments may stand between them. */
function readInstruction(lines: string[], joint: string): string {
	let text = "";
	for (;;) {
		const line = lines.shift();
		if (line === undefined) return text;
		if (/^\s*#/.test(line)) {
			if (text === "") return "";
			continue;
		}
		const trimmed = line.trimEnd();
		if (!trimmed.endsWith(joint)) return text + trimmed;
		text += `${trimmed.slice(0, -1)} `;
	}
}

/** Takes the lines of an instruction's here-documents; the answer is the end of one that was not found. */
function skipHereDocuments(
	words: string[],
	lines: string[],
): string | undefined {
	for (const word of words) {
		// moby/buildkit frontend/dockerfile/parser/parser.go
		const [, dash, name = ""] = /^\d*<<(-?)([^<]+)$/.exec(word) ?? [];
		const end = unquote(name);
		if (end === "") continue;
		const isEnd = (line: string) =>
			(dash ? line.replace(/^\t+/, "") : line) === end;
		const index = lines.findIndex(isEnd);
		if (index < 0) return end;
		lines.splice(0, index + 1);
	}
	return undefined;
}
