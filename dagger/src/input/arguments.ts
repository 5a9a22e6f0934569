import type { Secret } from "@dagger.io/dagger";
import { Failure } from "../failures/failure.js";
import { readSecret } from "./secret.js";

/** How each secret is best given. */
const examples: Record<string, string> = {
	password: "env://DOCKER_HUB_PASSWORD",
	kubeconfig: "file://$KUBECONFIG",
	token: "env://KUBE_TOKEN",
};

/**
 * The texts of all that a verb needs, secrets read. Refuses a call that lacks some of it, and names everything that is
 * missing, empty or not to be read at once.
 */
export async function requireArguments<
	Values extends Record<string, string | Secret | undefined>,
>(verb: string, values: Values): Promise<{ [Name in keyof Values]: string }> {
	const read = await readArguments(values);
	const bad = read.filter(isMissing);
	if (bad.length > 0) throw missing(verb, bad);
	return Object.fromEntries(read.map(({ name, text }) => [name, text])) as {
		[Name in keyof Values]: string;
	};
}

/** An argument's text, secrets read; "" or an error where it is missing or cannot be read. */
export type Argument = { name: string; text: string | Error };

export function readArguments(
	values: Record<string, string | Secret | undefined>,
): Promise<Argument[]> {
	return Promise.all(
		Object.entries(values).map(async ([name, value = ""]) => {
			const text =
				typeof value === "string"
					? value
					: await readSecret(value).catch((error: Error) => error);
			return { name, text };
		}),
	);
}

export const isMissing = ({ text }: Argument) =>
	text === "" || text instanceof Error;

/** Why an argument is not there, and how it is best given. */
export function describeMissing({ name, text }: Argument): string {
	const option = formatOption(name);
	return text instanceof Error
		? `${option} cannot be read: ${text.message}; give it as ${examples[name]}`
		: `${option} is missing or empty`;
}

function missing(verb: string, bad: Argument[]): Failure {
	const options = bad.map(({ name }) => formatOption(name));
	const last = options.length - 1;
	const list = [options.slice(0, last).join(", "), options[last]]
		.filter(Boolean)
		.join(" and ");
	return new Failure(
		`${verb} needs ${list}: ${last > 0 ? "they are" : "it is"} missing or empty`,
		{
			evidence: bad
				.filter(({ text }) => text instanceof Error)
				.map((one) => ({ label: "message", text: describeMissing(one) })),
			next: `dagger call ${verb} --help tells what each is; a .env file can set them: SLIPWAY_${bad[0]?.name}=…`,
		},
	);
}

/** `imageName` as the command line has it: `--image-name`. */
function formatOption(name: string): string {
	return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Refuses a name that no namespace can have. */
export function requireNamespaceName(namespace: string): void {
	if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
		throw new Failure(
			`--namespace=${namespace} is not a namespace's name: lower-case letters, digits and - between them, at most 63 characters`,
		);
}

/** The name of the pull secret; undefined where there is to be none. Refuses a name that no Secret can have. */
export function parsePullSecret(name: string): string | undefined {
	if (name === "none") return undefined;
	if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name))
		throw new Failure(
			`--pull-secret=${name} is not a Secret's name: lower-case letters, digits, - and . between them, such as dockerhub-secret; none for an image that anybody may pull`,
		);
	return name;
}
