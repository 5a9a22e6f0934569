import type { Changes } from "./cluster/ledger.js";
import { imagesOf } from "./manifests/manifests.js";
import { type KubeObject, nameOf } from "./manifests/objects.js";

/** What a deploy that fails does with what it has applied. */
export type OnFailure = "keep" | "rollback";

/** Kinds of which Kubernetes keeps the revisions before. */
const withHistory = ["Deployment", "StatefulSet", "DaemonSet"];

export function hasHistory({ kind }: KubeObject): boolean {
	return withHistory.includes(kind);
}

/** What is to go back after a failed deploy: workloads that this deploy has changed, unless they are to be kept. */
export function reversible(
	changes: Changes,
	onFailure: OnFailure | undefined,
): KubeObject[] {
	if (onFailure === "keep") return [];
	return [...changes]
		.filter(([object, what]) => hasHistory(object) && what === "configured")
		.map(([object]) => object);
}

export function requireOnFailure(text: string): OnFailure | undefined {
	if (text === "" || text === "keep" || text === "rollback")
		return text === "" ? undefined : text;
	throw new Error(`--on-failure=${text} is neither keep nor rollback`);
}

/** What an object runs, in words: `Deployment web runs docker.io/alice/web@sha256:…`. */
export function running(object: KubeObject): string {
	return `${nameOf(object)} runs ${imagesOf(object).join(", ")}`;
}
