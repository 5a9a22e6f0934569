import { expect } from "vitest";

const mostBytes = 5 * 1024;
const mostVariables = 20;

/**
 * A dotenv report as GitLab takes it (app/services/ci/parse_dotenv_artifact_service.rb), and each value as a later job gets
 * it: GitLab puts in the variables that it knows (lib/gitlab/ci/variables/collection.rb), then the runner (Go's os.Expand).
 */
export function readDotenv(
	file: string,
	known: Record<string, string> = {},
): Map<string, string> {
	const lines = file.split("\n");
	expect(lines.pop()).toBe("");
	expect(Buffer.byteLength(file)).toBeLessThan(mostBytes);
	expect(lines.length).toBeLessThanOrEqual(mostVariables);
	const entries = lines.map((line): [string, string] => {
		const [, key = "", value = ""] = /^(.*?)=(.*)$/.exec(line) ?? [];
		expect(key, line).toMatch(/^\w{1,255}$/);
		return [key, expand(value.trim(), known)];
	});
	expect(new Set(entries.map(([key]) => key)).size).toBe(entries.length);
	return new Map(entries);
}

function expand(value: string, known: Record<string, string>): string {
	const byGitLab = value.replace(
		/\$\$|%%|\$([a-z_]\w*)|\$\{([a-z_]\w*)\}|%([a-z_]\w*)%/gi,
		(whole, ...names) => known[names.slice(0, 3).find(Boolean)] ?? whole,
	);
	return byGitLab.replace(/\$(\$|\w+|\{\w*\})/g, (_, key) =>
		key === "$" ? "$" : "",
	);
}
