import { shortenId } from "../input/commit.js";
import { findRunning, newestFirst } from "../release/history.js";
import type { ReleaseRecord } from "../release/record.js";

/** The releases of an app, a line each, the newest first and the one that runs marked. */
export function formatHistory(records: readonly ReleaseRecord[]): string {
	if (records.length === 0)
		return "no release is on record: deploy writes the first";
	const running = findRunning(records);
	return alignColumns(
		newestFirst(records).map((record) => [
			`${record === running ? "*" : " "} ${record.number}`,
			formatMinute(record.startedAt),
			formatOutcome(record),
			record.by.replace(/\s+/g, " ").trim() || "somebody",
			record.commit ? shortenId(record.commit.id) : "-",
			shortenDigest(record.image),
		]),
	);
}

function alignColumns(rows: string[][]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "),
		)
		.map((line) => line.trimEnd())
		.join("\n");
}

function formatMinute(time: string): string {
	return `${new Date(time).toISOString().slice(0, 16)}Z`;
}

/** `rolled back to 11` */
export function formatOutcome({
	outcome,
	wentBackTo,
}: Pick<ReleaseRecord, "outcome" | "wentBackTo">): string {
	return wentBackTo === undefined ? outcome : `${outcome} to ${wentBackTo}`;
}

export function shortenDigest(image: string): string {
	return image.slice(image.indexOf("@") + 1).slice(0, "sha256:".length + 12);
}
