import type { Changes } from "../cluster/apply-times.js";
import type { HealthMap } from "../health/wait.js";
import { formatName, type KubeObject } from "../kubernetes/object.js";
import type { Step } from "../release/record.js";

/** A deploy that went well. */
export type Deployed = {
	image: string;
	namespace: string;
	changes: Changes;
	health: HealthMap;
	steps: Step[];
	/** What the manifests had no longer, and was deleted. */
	removed: KubeObject[];
	/** The release's number, where there was something to do. */
	number?: number;
	/** What else is to be known. */
	notes?: string[];
};

/** What a person reads: the verdict first, then the objects, then where the time went. */
export function formatDeployed(deployed: Deployed): string {
	const { image, namespace, changes, health, steps, removed, number } =
		deployed;
	const { notes = [] } = deployed;
	const names = [...changes.keys()].map(formatName);
	const width = Math.max(...names.map((name) => name.length));
	return [
		`✓ ${formatVerdict(deployed)}`,
		`  image    ${image}`,
		`  in       namespace ${namespace}`,
		...(number === undefined ? [] : [`  release  ${number}`]),
		...[...changes].map(([object, change]) => {
			const { message } = health.get(object) ?? {};
			return `  object   ${formatName(object).padEnd(width)}  ${[change, message].filter(Boolean).join(", ")}`;
		}),
		...removed.map((object) => `  object   ${formatName(object)} deleted`),
		...notes.map((note) => `  now      ${note}`),
		`  seconds  ${steps.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`).join(", ")}`,
	].join("\n");
}

/** The verdict in one line, which is also the last that a run logs. */
export function formatVerdict({
	number,
	steps,
}: Pick<Deployed, "number" | "steps">): string {
	const seconds = steps.reduce((sum, step) => sum + step.seconds, 0).toFixed(1);
	return number === undefined
		? `nothing to do: the cluster already runs this image and these manifests (${seconds} s)`
		: `deployed: what was applied is ready (${seconds} s)`;
}
