import { formatFailure } from "../failures/failure.js";
import { formatCommit } from "../input/commit.js";
import { formatName } from "../kubernetes/object.js";
import type { ReleaseRecord } from "../release/record.js";
import { formatHistory, formatOutcome } from "./history.js";
import { listLinks } from "./links.js";

/** A release for people. */
export function formatMarkdown(
	record: ReleaseRecord,
	namespace: string,
	history: readonly ReleaseRecord[],
): string {
	const { app, number, commit, failure, readySeconds, tags } = record;
	const links = listLinks(record).map(
		({ label, url }) => `- [${escapeText(label)}](<${url}>)`,
	);
	return [
		`# ${escapeText(app)}: release ${number}, ${formatOutcome(record)}\n`,
		...formatTable("", "", [
			["namespace", namespace],
			["image", record.image],
			["tags", tags.join(", ")],
			["commit", commit ? formatCommit(commit) : ""],
			["by", record.by],
			["started", record.startedAt],
			["ended", record.endedAt ?? ""],
		]),
		...(failure ? ["\n## Failure\n", ...fence(formatFailure(failure))] : []),
		...(links.length > 0 ? ["\n## Links\n", ...links] : []),
		...formatTable(
			"Step",
			"Seconds",
			record.steps.map(({ name, seconds, failed }) => [
				failed ? `✗ ${name}` : name,
				seconds.toFixed(1),
			]),
		),
		...formatTable(
			"Object",
			"Ready after",
			record.objects.map(formatName).map((name) => {
				const seconds = readySeconds[name];
				return [name, seconds === undefined ? "" : `${seconds.toFixed(1)} s`];
			}),
		),
		...(history.length > 0
			? ["\n## History\n", ...fence(formatHistory(history))]
			: []),
		"",
	]
		.join("\n")
		.replace(control, "");
}

// With a NUL among them, GitLab takes the file for a binary one.
const control = /[^\n\t\P{Cc}]/gu;

function formatTable(
	left: string,
	right: string,
	rows: [string, string][],
): string[] {
	if (rows.length === 0) return [];
	return [
		...(left ? [""] : []),
		`| ${left} | ${right} |`,
		"| --- | --- |",
		...rows.map(
			([name, value]) => `| ${escapeText(name)} | ${escapeText(value)} |`,
		),
	];
}

function escapeText(text: string): string {
	return text.replace(/\s+/g, " ").replace(/[\\`*[\]<>|]/g, "\\$&");
}

// A fence is longer than any that stands in the text.
function fence(text: string): string[] {
	const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
	const mark = "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
	return [mark, text, mark];
}
