import { admission } from "../../dagger/src/failures/admission.ts";
import type { Entry, Reporter } from "../../dagger/src/failures/cause.ts";
import { containerConfig } from "../../dagger/src/failures/container-config.ts";
import { containerEnd } from "../../dagger/src/failures/container-end.ts";
import { containerStart } from "../../dagger/src/failures/container-start.ts";
import { placement } from "../../dagger/src/failures/placement.ts";
import { probes } from "../../dagger/src/failures/probes.ts";
import { pull } from "../../dagger/src/failures/pull.ts";
import { registry } from "../../dagger/src/failures/registry.ts";
import { request } from "../../dagger/src/failures/request.ts";
import { rollout } from "../../dagger/src/failures/rollout.ts";
import { readPattern } from "./pattern.ts";

/** The catalogue by what a deploy does when it meets them. */
export const areas: [title: string, entries: Entry[]][] = [
	["The push", registry],
	["The way to the cluster", request],
	["What the cluster refuses", admission],
	["A place to run", placement],
	["The pull", pull],
	["What a container needs", containerConfig],
	["The start of a container", containerStart],
	["A container that ends", containerEnd],
	["Probes", probes],
	["The rollout", rollout],
];

const introduction = `# Troubleshooting

<!-- Written by ci/docs from dagger/src/failures. -->

All the failures that a deploy recognizes. Search this page for words of the failure, or of the message that Kubernetes or a
registry gave. A heading without a subject is to be read after the object's name: "Pod flask-app fits on no node". Words in
capitals stand for what differs, \`x\` for a digit, and \`…\` for anything.

\`dagger call doctor\` finds much of it beforehand. [verdicts.md](verdicts.md) tells how long a deploy waits and why,
[clusters.md](clusters.md) how to reach a cluster, [images.md](images.md) how an image is built.
`;

export function formatTroubleshooting(): string {
	const sections = areas.map(([title, entries]) =>
		[`## ${title}\n`, ...entries.map(formatEntry)].join("\n"),
	);
	return [introduction, ...sections].join("\n");
}

function formatEntry(entry: Entry): string {
	const { sentence, next, from, pattern } = entry;
	return [
		`### ${capital(fill(sentence))}\n`,
		`- **Message** from ${list(
			from.map((source) => sources[source]),
			"or",
		)}: ${formatPattern(pattern)}.`,
		`- **Tried again?** ${formatRetry(entry)}`,
		`- **Next:** ${markCode(fill(next))}.\n`,
	].join("\n");
}

const sources: Record<Reporter, string> = {
	container: "the container",
	kubelet: "the kubelet",
	scheduler: "the scheduler",
	controller: "a controller",
	"api-server": "the API server",
	registry: "the registry",
	kubectl: "kubectl",
};

function formatPattern(pattern: RegExp): string {
	return readPattern(pattern)
		.map((pieces) =>
			pieces
				.map((forms) => list([...new Set(forms)].map(code), "or"))
				.join(", then "),
		)
		.join("; or ");
}

function formatRetry(entry: Entry): string {
	const { class: patience, retriedBy, grace, from } = entry;
	if (retriedBy === "owner")
		return `${formatOwner(entry)} A Job tries as often as its \`backoffLimit\` says.`;
	if (patience === "fatal") return "No: the deploy ends at once.";
	if (retriedBy === "slipway") return formatOwnRetry(entry);
	if (entry.mayBeStarting)
		return "By the kubelet, for three times as long as the app took to start before, one minute at least; where that is not known, until `--timeout`.";
	if (patience === "pending")
		return `By the ${retriedBy}, until \`--timeout\`.`;
	const waits = `By the ${retriedBy}, for ${grace} s.`;
	if (entry.mayBeRepeated)
		return `${waits} Slipway makes a refused request again for as long.`;
	return from.includes("api-server")
		? `${waits} If a request of the deploy is refused, it ends at once.`
		: waits;
}

function formatOwner({ class: patience, grace }: Entry): string {
	return patience === "fatal"
		? "No: the deploy ends at once."
		: `By the kubelet, until the container has ended three times for this, and for ${grace} s at least.`;
}

function formatOwnRetry({ from, grace }: Entry): string {
	return from.includes("registry")
		? `By Slipway: three more pushes in ${grace} s.`
		: "By Slipway, until `--timeout` or for one minute; for 15 s where the cluster has not answered yet.";
}

/** A text with the names of the pattern's groups; of two that exclude each other it is the first. */
const fill = (template: string) =>
	template.replace(/\{(\w+)\}(?:\{\w+\})*/g, (_, name: string) =>
		name.toUpperCase(),
	);

/** Commands at the end of a step, and options, as code. */
function markCode(text: string): string {
	return text
		.split(/(?<=;)/)
		.map((clause) =>
			/(?<=: )(?:kubectl|dagger call) /.test(clause)
				? clause.replace(
						/(?<=: )(?:kubectl|dagger call) (?:,(?! )|[^;,])+/,
						code,
					)
				: clause.replace(
						/`[^`]*`|kubectl .*|(?<!\S)--[a-z-]+(?:=[^\s;,]+)?/g,
						(found) => (found.startsWith("--") ? code(found) : found),
					),
		)
		.join("");
}

const code = (text: string) => `\`${text}\``;

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function list(items: string[], word: string): string {
	const last = items.at(-1) ?? "";
	return items.length > 1
		? `${items.slice(0, -1).join(", ")} ${word} ${last}`
		: last;
}
