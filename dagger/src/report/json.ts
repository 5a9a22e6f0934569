import { formatName } from "../kubernetes/object.js";
import { newestFirst } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";
import { listLinks } from "./links.js";

/** A release for programs, as docs/report.schema.json has it. */
export function formatJson(
	record: ReleaseRecord,
	namespace: string,
	history: readonly ReleaseRecord[],
): string {
	const { app, number, tags, contentKey, steps, failure, wentBackTo } = record;
	const report = {
		version: 1,
		app,
		namespace,
		...summarize(record),
		tags,
		contentKey,
		wentBackTo,
		steps,
		objects: record.objects.map((object) => ({
			apiVersion: object.apiVersion,
			kind: object.kind,
			name: object.metadata.name,
			readySeconds: record.readySeconds[formatName(object)],
		})),
		changes: record.changes,
		pods: record.pods,
		failure,
		links: listLinks(record),
		history: newestFirst(history)
			.filter((other) => other.number !== number)
			.map(summarize),
	};
	return `${JSON.stringify(report, null, "\t")}\n`;
}

function summarize(record: ReleaseRecord) {
	const { number, outcome, image, commit, by, startedAt, endedAt } = record;
	return { number, outcome, image, commit, by, startedAt, endedAt };
}
