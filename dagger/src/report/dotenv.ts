import type { ReleaseRecord } from "../release/record.js";
import { listAddresses } from "./links.js";

// GitLab refuses a file of 5 KB or 20 variables: ten lines of so many bytes stay below. Half a value would be a wrong one.
const longest = 450;
/** An environment with a longer address is not updated at all. */
const longestUrl = 255;
// GitLab puts its variables in for %NAME% as well, and has no way to write that otherwise. %C3% is half a letter of a URL.
const reference = /%(?![\da-f]{2}%)[a-z_]\w*%/i;

/** Variables for the jobs after a deploy: GitLab's `artifacts:reports:dotenv`, a line each and nothing else. */
export function formatDotenv(record: ReleaseRecord, namespace: string): string {
	const variables: Record<string, string | undefined> = {
		APP: record.app,
		NAMESPACE: namespace,
		RELEASE: String(record.number),
		OUTCOME: record.outcome,
		IMAGE: record.image,
		DIGEST: record.image.split("@")[1],
		TAGS: record.tags.join(","),
		COMMIT: record.commit?.id,
		URL: listAddresses(record).find(({ length }) => length <= longestUrl),
		WENT_BACK_TO: record.wentBackTo?.toString(),
	};
	return Object.entries(variables)
		.filter(([, value]) => value && !reference.test(value))
		.map(([name, value = ""]) => `SLIPWAY_${name}=${escapeValue(value)}\n`)
		.filter((line) => Buffer.byteLength(line) <= longest)
		.join("");
}

// The runner expands what stands in a value, and takes $$ for $: a value has no quotes, and ends with its line.
function escapeValue(value: string): string {
	return value
		.replace(/[\s\p{Cc}]+/gu, " ")
		.trim()
		.replaceAll("$", "$$$$");
}
