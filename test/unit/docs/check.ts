import { join } from "node:path/posix";
import { parseTags } from "../../../dagger/src/image/reference.js";
import { requireNamespaceName } from "../../../dagger/src/input/arguments.js";
import { parseTimeout } from "../../../dagger/src/input/duration.js";
import { type Given, type Part, parseCall } from "./call.js";
import type { Command } from "./commands.js";
import { type Interface, kebab } from "./interface.js";

/** What a command finds where it runs. */
export type Surroundings = {
	exists(path: string): boolean;
	/** The names that the nearest .env sets. */
	readDotenv(folder: string): string[];
};

/** What is wrong with a command; of another repository than this one no file is known, and no .env. */
export function checkCommand(
	{ words, folder }: Pick<Command, "words" | "folder">,
	api: Interface,
	{ exists, readDotenv }: Surroundings,
): string[] {
	const { module, parts, isOpen, faults } = parseCall(words, api);
	const isHere = folder !== "elsewhere" && /^\.{1,2}(?:\/|$)/.test(module);
	const isMissing = (path: string) => isHere && !exists(join(folder, path));
	const dotenv = isHere ? readDotenv(folder) : [];
	return [
		...faults,
		...(isMissing(join(module, "dagger.json"))
			? [`${module} is no module`]
			: []),
		...parts.flatMap(({ given }) =>
			given.flatMap((one) => checkValue(one, api, isMissing)),
		),
		...(isOpen ? [] : parts.flatMap((part) => checkRequired(part, dotenv))),
	];
}

function checkRequired(part: Part, dotenv: string[]): string[] {
	const { title, parameters, given } = part;
	const prefix = title ? `SLIPWAY_${title.toUpperCase()}` : "SLIPWAY";
	return parameters
		.filter(({ isRequired }) => isRequired)
		.filter((one) => !given.some(({ parameter }) => parameter === one))
		.filter(({ name }) => !dotenv.includes(`${prefix}_${name}`))
		.map(({ name }) => `${title} needs --${kebab(name)}`);
}

/** How the module itself reads a text. */
const readers: Record<string, (value: string) => unknown> = {
	timeout: (value) => parseTimeout(value),
	tags: (value) => parseTags(value.split(",")),
	namespace: requireNamespaceName,
};

const forms: Record<string, RegExp> = {
	boolean: /^(?:true|false)$/,
	Secret: /^(?:env|file|cmd|op|vault|libsecret):\/\/./,
	Service: /^(?:tcp|udp):\/\/[\w.-]+:\d+$/,
	Platform: /^(?:linux|windows)\/\w+(?:\/v\d)?$/,
	PortForward: /^\d+(?::\d+)?(?:\/(?:tcp|udp))?$/,
};

export function checkValue(
	{ parameter, value }: Given,
	api: Interface,
	isMissing: (path: string) => boolean,
): string[] {
	const { name, type } = parameter;
	const option = `--${kebab(name)}`;
	if (value === undefined || value === "")
		return type === "boolean" ? [] : [`${option} has no value`];
	if (/[$…]/.test(value)) return [];
	const element = type.replace("[]", "");
	const choices = api.enums.get(element);
	if (choices)
		return choices.includes(value)
			? []
			: [`${option} is one of ${choices.join(", ")}, not ${value}`];
	// A word that stands for a value: NAME.
	if (/^[A-Z][A-Z-]*$/.test(value)) return [];
	for (const one of type.endsWith("[]") ? value.split(",") : [value])
		if (forms[element]?.test(one) === false)
			return [`${option}: ${one} is no ${element}`];
	const isPath = /^(?:Directory|File)$/.test(element);
	if (isPath && !/:\/\/|@/.test(value) && isMissing(value))
		return [`${option}: ${value} does not exist`];
	try {
		readers[name]?.(value);
		return [];
	} catch (error) {
		return [(error as Error).message];
	}
}

/** Whether a name of a .env is one of the module's arguments: `SLIPWAY_imageName`, `SLIPWAY_DEPLOY_source`. */
export function isArgument(name: string, api: Interface): boolean {
	const [, func, argument] =
		/^SLIPWAY_(?:([A-Z]+)_)?([a-z]\w*)$/.exec(name) ?? [];
	const parameters = func
		? api.functions.get(func.toLowerCase())?.parameters
		: api.options;
	return parameters?.some((one) => one.name === argument) ?? false;
}
