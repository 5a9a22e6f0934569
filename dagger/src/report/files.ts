import type { ReleaseRecord } from "../release/record.js";
import { formatAnnotations } from "./annotations.js";
import { formatDotenv } from "./dotenv.js";
import { formatJson } from "./json.js";
import { formatJunit } from "./junit.js";
import { formatMarkdown } from "./markdown.js";
import { formatPage } from "./page/page.js";

/**
 * A release as files, for people and for what reads after a run. They are no secret: of the objects they have the kind and
 * the name.
 */
export function reportFiles(
	record: ReleaseRecord,
	{
		namespace,
		history,
	}: { namespace: string; history: readonly ReleaseRecord[] },
): Record<string, string> {
	return {
		"report.json": formatJson(record, namespace, history),
		"report.html": formatPage(record, namespace, history),
		"report.md": formatMarkdown(record, namespace, history),
		"deploy.env": formatDotenv(record, namespace),
		"junit.xml": formatJunit(record),
		"annotations.json": formatAnnotations(record),
	};
}
