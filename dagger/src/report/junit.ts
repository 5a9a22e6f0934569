import { formatFailure } from "../failures/failure.js";
import { formatName } from "../kubernetes/object.js";
import { isGood, type ReleaseRecord } from "../release/record.js";
import { findFailure } from "./object-failure.js";

type Case = {
	group: "step" | "object" | "release";
	name: string;
	seconds?: number;
	failure?: string;
	/** Nobody knows whether it went well. */
	skipped?: true;
};

/** A release as a test suite: a case for each step and each object, with the evidence at what failed. */
export function formatJunit(record: ReleaseRecord): string {
	const steps = listSteps(record);
	const isWell = isGood(record) && !record.failure;
	const isTold = isWell || steps.some(({ failure }) => failure);
	const cases = [
		...steps,
		...listObjects(record),
		...(isTold ? [] : [formatWhole(record)]),
	];
	const seconds = record.steps.reduce((sum, step) => sum + step.seconds, 0);
	const counts = formatAttributes({
		tests: cases.length,
		failures: cases.filter(({ failure }) => failure).length,
		skipped: cases.filter(({ skipped }) => skipped).length,
		time: seconds.toFixed(3),
	});
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		"<testsuites>",
		// By the suite's name too GitLab knows a case again: it is the same in all releases.
		`<testsuite ${formatAttributes({ name: record.app, timestamp: record.startedAt })} ${counts}>`,
		...nameApart(cases).map(formatCase),
		"</testsuite>",
		"</testsuites>",
		"",
	].join("\n");
}

function listSteps({ steps, failure }: ReleaseRecord): Case[] {
	return steps.map(({ name, seconds, failed }) => ({
		group: "step",
		name,
		seconds,
		failure: failed && (failure ? formatFailure(failure) : "it failed"),
	}));
}

/** An object has failed if the failure names it; of another one is known that it was ready, or nothing. */
function listObjects(record: ReleaseRecord): Case[] {
	return record.objects.map(formatName).map((name) => {
		const failure = findFailure(record, name);
		const seconds = record.readySeconds[name];
		const isKnown = isGood(record) || failure || seconds !== undefined;
		return {
			group: "object",
			name,
			seconds,
			failure,
			...(!isKnown && { skipped: true }),
		};
	});
}

/** What failed between the steps, or was killed in one. */
function formatWhole({ outcome, failure }: ReleaseRecord): Case {
	return {
		group: "release",
		name: outcome,
		failure: failure
			? formatFailure(failure)
			: "its run has not ended: it still deploys, or was killed",
	};
}

// GitLab takes two cases of one group and name for one.
function nameApart(cases: Case[]): Case[] {
	const count = new Map<string, number>();
	return cases.map((one) => {
		const key = `${one.group} ${one.name}`;
		const before = count.get(key) ?? 0;
		count.set(key, before + 1);
		return before === 0 ? one : { ...one, name: `${one.name} (${before + 1})` };
	});
}

// GitLab shows the text of a failure and not its message, other tools the message.
function formatCase({ group, name, seconds, failure, skipped }: Case): string {
	const attributes = formatAttributes({
		classname: group,
		name,
		...(seconds !== undefined && { time: seconds.toFixed(3) }),
	});
	const message = formatAttributes({ message: failure?.split("\n")[0] ?? "" });
	const result = failure
		? `<failure ${message}>${escapeXml(failure)}</failure>`
		: skipped
			? "<skipped/>"
			: "";
	return `<testcase ${attributes}>${result}</testcase>`;
}

function formatAttributes(values: Record<string, string | number>): string {
	return Object.entries(values)
		.map(([name, value]) => `${name}="${escapeXml(String(value))}"`)
		.join(" ");
}

// What XML 1.0 has no way to write is left out: https://www.w3.org/TR/xml/#charsets.
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escapeXml(text: string): string {
	return text
		.replace(unwritable, "")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}
