import { identify, type KubeObject } from "../kubernetes/object.js";

/** Who deploys, as the cluster's managedFields know it. */
export const fieldManager = "slipway";

/**
 * A go-template that prints when we last changed an object: a line with its kind and group, name, uid and that time, and
 * what else is asked for. No value of any object is printed, so Secrets are as safe in it as the rest.
 */
export const applyTimesTemplate = (more = "") =>
	[
		`{{define "o"}}{{.kind}}{{if ne .apiVersion "v1"}}.{{.apiVersion}}{{end}} {{.metadata.name}} {{.metadata.uid}} `,
		`{{range .metadata.managedFields}}{{if and (eq .manager "${fieldManager}") (eq .operation "Apply")}}{{.time}}{{end}}{{end}}`,
		`${more && ` ${more}`}{{"\\n"}}{{end}}`,
		`{{if eq .kind "List"}}{{range .items}}{{template "o" .}}{{end}}{{else}}{{template "o" .}}{{end}}`,
	].join("");

/** What is known of each object, by its identity. */
export type ApplyTimes = Map<
	string,
	{
		uid: string;
		time: string;
		/** Which app it belongs to, where that was asked for. */
		app?: string;
		/** And of which namespace, where it says so. */
		namespace?: string;
		more?: string[];
	}
>;

export function parseApplyTimes(lines: string): ApplyTimes {
	return new Map(
		lines
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => {
				const [kind = "", name, uid = "", time = "", ...more] = line.split(" ");
				const [app, namespace] = ["app=", "namespace="].map((mark) =>
					more.find((word) => word.startsWith(mark))?.slice(mark.length),
				);
				const found = more.filter(
					(word) => word && !/^(?:app|namespace)=/.test(word),
				);
				return [
					`${kind.replace(/\/.*/, "")} ${name}`,
					{
						uid,
						time,
						...(app && { app }),
						...(namespace && { namespace }),
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
	object: KubeObject,
	before: ApplyTimes,
	after: ApplyTimes,
): Change {
	const was = before.get(identify(object));
	const is = after.get(identify(object));
	if (!was) return "created";
	if (was.uid !== is?.uid) return "recreated";
	return was.time === is.time ? "unchanged" : "configured";
}
