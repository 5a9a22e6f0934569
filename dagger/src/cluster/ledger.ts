import type { KubeObject } from "../manifests/objects.js";

export type Happened = "created" | "configured" | "unchanged" | "recreated";

/** Who deploys, as the cluster's managedFields know it. */
export const fieldManager = "slipway";

/**
 * A go-template that prints what tells an object's past: a line with kind, name, uid and the time of our last change. No
 * value of any object is printed, so Secrets are as safe in it as the rest.
 */
export const ledgerTemplate = [
	`{{define "o"}}{{.kind}} {{.metadata.name}} {{.metadata.uid}} `,
	`{{range .metadata.managedFields}}{{if and (eq .manager "${fieldManager}") (eq .operation "Apply")}}{{.time}}{{end}}{{end}}`,
	`{{"\\n"}}{{end}}`,
	`{{if eq .kind "List"}}{{range .items}}{{template "o" .}}{{end}}{{else}}{{template "o" .}}{{end}}`,
].join("");

export type Ledger = Map<string, { uid: string; time: string }>;

export function ledger(lines: string): Ledger {
	return new Map(
		lines
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => {
				const [kind = "", name = "", uid = "", time = ""] = line.split(" ");
				return [`${kind} ${name}`, { uid, time }];
			}),
	);
}

export function happened(
	{ kind, metadata }: KubeObject,
	before: Ledger,
	after: Ledger,
): Happened {
	const key = `${kind} ${metadata.name}`;
	const was = before.get(key);
	const is = after.get(key);
	if (!was) return "created";
	if (was.uid !== is?.uid) return "recreated";
	return was.time === is.time ? "unchanged" : "configured";
}

export type Changes = Map<KubeObject, Happened>;

/** What became of each object between two looks at the cluster. */
export function changesOf(
	objects: KubeObject[],
	before: Ledger,
	after: Ledger,
): Changes {
	return new Map(
		objects.map((object) => [object, happened(object, before, after)]),
	);
}
