import type { Secret } from "@dagger.io/dagger";
import { Failure } from "../failures/failure.js";
import { maxSecretBytes } from "../kubernetes/secret.js";
import { parseDotenv, type Variables } from "./dotenv.js";
import { readSecret } from "./secret.js";

/** The app's own secrets, where they are given. */
export async function readEnvFile(
	file: Secret | undefined,
): Promise<Variables | undefined> {
	if (!file) return undefined;
	const text = await readSecret(file).catch(({ message }: Error) => {
		throw new Failure(`--env-file cannot be read: ${message}`, {
			next: "give it as --env-file=file://app.env, in GitLab by a variable of type file: --env-file=file://$APP_ENV",
		});
	});
	return requireFit(parseDotenv(text));
}

/** Refuses what no Secret can hold, and a file that sets nothing: it is rather the wrong one than meant. */
function requireFit(variables: Variables): Variables {
	if (variables.size === 0)
		throw new Failure("--env-file sets no variable", {
			next: "write NAME=value lines into it; or leave --env-file out: what the app has stays",
		});
	const bytes = [...variables.values()].reduce(
		(sum, value) => sum + Buffer.byteLength(value),
		0,
	);
	if (bytes > maxSecretBytes)
		throw new Failure(
			`--env-file is too large: its values have ${bytes} bytes, and a Secret holds ${maxSecretBytes}`,
			{ next: "put what is large into a Secret of its own, or on a volume" },
		);
	return variables;
}
