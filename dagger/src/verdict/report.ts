import type { Happened } from "../cluster/ledger.js";
import { digestOf } from "../image/image.js";
import type { Step } from "../steps.js";
import type { Outcome } from "../transition.js";

/** The record of a run that went well. */
export type Report = {
	image: string;
	tags: string[];
	namespace: string;
	objects: {
		kind: string;
		name: string;
		happened: Happened;
		state: string;
	}[];
	steps: Step[];
};

export function reportOf(
	image: string,
	tags: string[],
	namespace: string,
	{ changes, verdict }: Outcome,
	steps: Step[],
): Report {
	return {
		image,
		tags,
		namespace,
		objects: [...changes].map(([object, happened]) => ({
			kind: object.kind,
			name: object.metadata.name,
			happened,
			state: verdict.states.get(object)?.message ?? "",
		})),
		steps,
	};
}

export function isUnchanged({ objects }: Report): boolean {
	return objects.every(({ happened }) => happened === "unchanged");
}

/** What a person reads: the verdict first, then the objects, then where the time went. */
export function textOf(report: Report): string {
	const { image, namespace, objects, steps } = report;
	const width = Math.max(
		...objects.map(({ kind, name }) => `${kind} ${name}`.length),
	);
	return [
		`✓ ${verdictOf(report)}`,
		`  image    ${image}`,
		`  in       namespace ${namespace}`,
		...objects.map(
			({ kind, name, happened, state }) =>
				`  object   ${`${kind} ${name}`.padEnd(width)}  ${happened}${state ? `, ${state}` : ""}`,
		),
		`  seconds  ${steps.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`).join(", ")}`,
	].join("\n");
}

/** The verdict in one line, which is also the last that a run logs. */
export function verdictOf(report: Report): string {
	const seconds = report.steps
		.reduce((sum, step) => sum + step.seconds, 0)
		.toFixed(1);
	return isUnchanged(report)
		? `nothing to do: the cluster already runs this image and these manifests (${seconds} s)`
		: `deployed: what was applied is ready (${seconds} s)`;
}

/** Variables for later jobs of a pipeline, in the form that GitLab reads: no comment, no quotes, no blank line. */
export function dotenvOf(report: Report): string {
	const variables = {
		SLIPWAY_IMAGE: report.image,
		SLIPWAY_DIGEST: digestOf(report.image),
		SLIPWAY_TAGS: report.tags.join(","),
		SLIPWAY_NAMESPACE: report.namespace,
		SLIPWAY_CHANGED: String(!isUnchanged(report)),
	};
	return Object.entries(variables)
		.map(([name, value]) => `${name}=${value}\n`)
		.join("");
}

export function markdownOf(report: Report): string {
	return [
		`## ${verdictOf(report)}`,
		"",
		`Image \`${report.image}\` in namespace \`${report.namespace}\`.`,
		"",
		"| object | what happened | state |",
		"| --- | --- | --- |",
		...report.objects.map(
			({ kind, name, happened, state }) =>
				`| ${kind} \`${name}\` | ${happened} | ${state.replaceAll("|", "\\|")} |`,
		),
		"",
		"| step | seconds |",
		"| --- | --- |",
		...report.steps.map(
			({ name, seconds }) => `| ${name} | ${seconds.toFixed(1)} |`,
		),
		"",
	].join("\n");
}

export function jsonOf(report: Report): string {
	return `${JSON.stringify({ ...report, changed: !isUnchanged(report) }, null, 2)}\n`;
}
