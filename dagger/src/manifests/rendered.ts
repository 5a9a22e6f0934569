import { explain, Failure } from "../failures/failure.js";
import type { Answer } from "../kubectl/script.js";
import { formatName, identify, type KubeObject } from "../kubernetes/object.js";
import { addNamespaceLabels, requireSameNamespace } from "./namespace.js";
import { parseObjects } from "./objects.js";

const unread = "the manifests cannot be read";

/** The objects as the app gets them, in the answers to the calls that kustomize makes; refuses what cannot become them. */
export function parseRendered(
	[read, plain, moved, final]: Answer[],
	namespace: string,
): KubeObject[] {
	if (read?.code !== 0)
		throw explain(unread, withoutContent(read?.stderr), {
			sentence: "kustomize refuses them",
			next: "correct the file that it names; try it here: kubectl kustomize",
		});
	const before = parsePrinted(plain);
	if (before.length === 0) return [];
	requireSameNamespace(before, namespace);
	requireDistinct(before);
	if (moved?.code !== 0)
		throw explain(
			`the manifests cannot be put into namespace ${namespace}`,
			withoutContent(moved?.stderr),
			{
				sentence: "kustomize refuses that",
				next: `try it here: kubectl kustomize, with namespace: ${namespace} in the kustomization`,
			},
		);
	return addNamespaceLabels(parsePrinted(final), namespace);
}

function parsePrinted(answer?: Answer): KubeObject[] {
	const { code, stdout, stderr } = answer ?? {
		code: 1,
		stdout: "",
		stderr: "",
	};
	if (code === 0) return parseObjects(stdout);
	if (/no objects passed/.test(stderr)) return [];
	throw explain(unread, withoutContent(stderr), {
		sentence: "kubectl refuses them",
		next: "correct what it names; try it here: kubectl create --dry-run=client --filename=FILE",
	});
}

/** A refusal may quote an object whole, and that may be a Secret. */
function withoutContent(stderr = ""): string {
	return stderr.replace(/\[?\{\\?"[\s\S]*|(?<=node contents:)[\s\S]*/, "…");
}

/** Refuses two objects that become one in the app's namespace. */
function requireDistinct(plain: KubeObject[]): void {
	const seen = new Map<string, KubeObject>();
	for (const object of plain) {
		const other = seen.get(identify(object));
		seen.set(identify(object), object);
		if (!other) continue;
		throw new Failure(
			`the manifests hold an object twice: ${formatPlace(other)}, and ${formatPlace(object)}`,
			{ next: "take one of the two out" },
		);
	}
}

function formatPlace(object: KubeObject): string {
	const { namespace } = object.metadata;
	return `${formatName(object)}${namespace ? ` in namespace ${namespace}` : ""}`;
}
