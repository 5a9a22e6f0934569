import { owners } from "../cluster/inventory.js";
import { commitIn, holderText, type Lease } from "../cluster/lease.js";
import { commitText } from "../input/commit.js";
import { imagesOf } from "../manifests/manifests.js";
import { type KubeObject, nameOf } from "../manifests/objects.js";
import { judge } from "../rollout/index.js";
import type { State } from "../rollout/state.js";

const marks: Record<State["phase"], string> = {
	ready: "✓",
	waiting: "…",
	failed: "✗",
};

/** What runs now: a line for each object, and one for each image that it runs; then the commit, and who deploys. */
export function statusText(snapshot: KubeObject[]): string {
	return [
		...owners(snapshot).flatMap((object) => {
			const { phase, message } = judge(object, { others: snapshot });
			return [
				`${marks[phase]} ${nameOf(object)}: ${message}`,
				...imagesOf(object).map((image) => `  image    ${image}`),
			];
		}),
		...snapshot.filter(({ kind }) => kind === "Lease").flatMap(leaseLines),
	].join("\n");
}

function leaseLines(object: KubeObject): string[] {
	const lease = object as Lease;
	const commit = commitIn(lease);
	return [
		...(commit ? [`  deployed ${commitText(commit)}`] : []),
		...(lease.spec.holderIdentity ? [`  deploys  ${holderText(lease)}`] : []),
	];
}
