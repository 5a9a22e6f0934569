import type { Secret } from "@dagger.io/dagger";

/** The text of a secret, without the line break that a file or a copied token often ends with; "" if it holds none. */
export async function readSecret(secret: Secret): Promise<string> {
	const text = await secret.plaintext().catch((error: Error) => {
		throw new Error(findReason(error.message), { cause: error });
	});
	return text.trimEnd();
}

// The engine wraps the cause: "rpc error: code = … desc = failed to read secret file …: CAUSE".
function findReason(message: string): string {
	return message
		.replace(/^.*?desc = /s, "")
		.replace(/ \[traceparent:.*/, "")
		.replace(/^failed to read secret file "": .*/, "no path is given")
		.replace(/^failed to read secret file ".*?": /, "");
}
