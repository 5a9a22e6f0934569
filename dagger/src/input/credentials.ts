import type { Secret } from "@dagger.io/dagger";

/** The text of a secret, without the line break that a file or a copied token often ends with. */
export async function readSecret(
	secret: Secret,
	option: string,
	example: string,
): Promise<string> {
	const text = await secret.plaintext().catch((error: Error) => {
		throw new Error(
			`${option} cannot be read: ${reason(error.message)}; give it as ${example}`,
		);
	});
	if (text.trim() === "")
		throw new Error(`${option} is empty; give it as ${example}`);
	return text.trimEnd();
}

// The engine wraps the cause: "rpc error: code = … desc = failed to read secret file …: CAUSE".
function reason(message: string): string {
	return message
		.replace(/^.*?desc = /s, "")
		.replace(/ \[traceparent:.*/, "")
		.replace(/^failed to read secret file "": .*/, "no path is given")
		.replace(/^failed to read secret file ".*?": /, "");
}
