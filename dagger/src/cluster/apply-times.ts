import type { KubeObject } from "../kubernetes/object.js";

/** Who deploys, as the cluster's managedFields know it. */
export const fieldManager = "slipway";

/**
 * A go-template that prints when we last changed an object: a line with its kind, name, uid and that time, and what else is
 * asked for. No value of any object is printed, so Secrets are as safe in it as the rest.
 */
export const applyTimesTemplate = (more = "") =>
	[
		`{{define "o"}}{{.kind}} {{.metadata.name}} {{.metadata.uid}} `,
		`{{range .metadata.managedFields}}{{if and (eq .manager "${fieldManager}") (eq .operation "Apply")}}{{.time}}{{end}}{{end}}`,
		`${more && ` ${more}`}{{"\\n"}}{{end}}`,
		`{{if eq .kind "List"}}{{range .items}}{{template "o" .}}{{end}}{{else}}{{template "o" .}}{{end}}`,
	].join("");

export type ApplyTimes = Map<
	string,
	{
		uid: string;
		time: string;
		/** Which app it belongs to, where that was asked for. */
		app?: string;
		more?: string[];
	}
>;

export function parseApplyTimes(lines: string): ApplyTimes {
	return new Map(
		lines
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => {
				const [kind, name, uid = "", time = "", ...more] = line.split(" ");
				const app = more.find((word) => word.startsWith("app="))?.slice(4);
				const found = more.filter((word) => word && !word.startsWith("app="));
				return [
					`${kind} ${name}`,
					{
						uid,
						time,
						...(app && { app }),
						...(found.length > 0 && { more: found }),
					},
				];
			}),
	);
}

/** What a deploy did to an object. */
export type Change = "created" | "configured" | "unchanged" | "recreated";

export type Changes = Map<KubeObject, Change>;

/** What happened to each object between two readings. */
export function findChanges(
	objects: KubeObject[],
	before: ApplyTimes,
	after: ApplyTimes,
): Changes {
	return new Map(
		objects.map((object) => [object, findChange(object, before, after)]),
	);
}

function findChange(
	{ kind, metadata }: KubeObject,
	before: ApplyTimes,
	after: ApplyTimes,
): Change {
	const key = `${kind} ${metadata.name}`;
	const was = before.get(key);
	const is = after.get(key);
	if (!was) return "created";
	if (was.uid !== is?.uid) return "recreated";
	return was.time === is.time ? "unchanged" : "configured";
}
