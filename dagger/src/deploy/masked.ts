import { Failure, type Line } from "../failures/failure.js";
import type { Credentials } from "../image/account.js";
import { redact, secretForms } from "../kubectl/redact.js";

/** Does some work whose failure shows no secret: what others print may hold anything. */
export async function masked<Result>(
	logins: Credentials[],
	work: () => Promise<Result>,
	others: string[] = [],
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw maskFailure(error as Error, masking(logins, others));
	}
}

/** Masks what is secret in some logins, and what looks like a secret. */
export function masking(
	logins: Credentials[],
	others: string[] = [],
): (text: string) => string {
	const forms = logins.map(({ username, password }) =>
		secretForms(username, password),
	);
	const secrets = [...forms.flat(), ...others];
	return (text) => redact(text, secrets);
}

/** The same failure, without what is secret. */
export function maskFailure(
	error: Error,
	mask: (text: string) => string,
): Failure {
	if (!(error instanceof Failure))
		return new Failure(mask(error.message), { cause: error });
	const { what, evidence, next } = error;
	return new Failure(mask(what), {
		evidence: maskLines(evidence, mask),
		next,
		cause: error,
	});
}

/** Lines of one source are masked as one text: a key goes over several. */
function maskLines(lines: Line[], mask: (text: string) => string): Line[] {
	const texts: Line[] = [];
	for (const line of lines) {
		const before = texts.at(-1);
		if (before && line.label === before.label && !line.at && !before.at)
			texts[texts.length - 1] = {
				...before,
				text: `${before.text}\n${line.text}`,
			};
		else texts.push(line);
	}
	return texts.flatMap((line) =>
		mask(line.text)
			.split("\n")
			.map((text) => ({ ...line, text })),
	);
}
