import type { Changes } from "../cluster/apply-times.js";
import type { HealthMap } from "../health/wait.js";
import { formatName } from "../kubernetes/object.js";
import type { Step } from "./steps.js";

/** A deploy that went well. */
export type Deployed = {
	image: string;
	namespace: string;
	changes: Changes;
	health: HealthMap;
	steps: Step[];
};

/** What a person reads: the verdict first, then the objects, then where the time went. */
export function formatDeployed(deployed: Deployed): string {
	const { image, namespace, changes, health, steps } = deployed;
	const names = [...changes.keys()].map(formatName);
	const width = Math.max(...names.map((name) => name.length));
	return [
		`✓ ${formatVerdict(deployed)}`,
		`  image    ${image}`,
		`  in       namespace ${namespace}`,
		...[...changes].map(([object, change]) => {
			const { message } = health.get(object) ?? {};
			return `  object   ${formatName(object).padEnd(width)}  ${[change, message].filter(Boolean).join(", ")}`;
		}),
		`  seconds  ${steps.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`).join(", ")}`,
	].join("\n");
}

/** The verdict in one line, which is also the last that a run logs. */
export function formatVerdict({
	changes,
	steps,
}: Pick<Deployed, "changes" | "steps">): string {
	const seconds = steps.reduce((sum, step) => sum + step.seconds, 0).toFixed(1);
	return [...changes.values()].every((change) => change === "unchanged")
		? `nothing to do: the cluster already runs this image and these manifests (${seconds} s)`
		: `deployed: what was applied is ready (${seconds} s)`;
}
