import type { Call } from "../kubectl/script.js";
import { findKind, kindKey } from "../kubernetes/kinds.js";
import type { KubeObject } from "../kubernetes/object.js";
import { filenames } from "./requests.js";

/** What an account has to be allowed: verbs on a resource, as a Role has it: `deployments` of the group `apps`. */
export type Right = { group: string; resource: string; verbs: string[] };

/** What Slipway itself needs: the lock, the records and the pull secret, and what tells of a failure. */
const own: Right[] = [
	{
		group: "coordination.k8s.io",
		resource: "leases",
		verbs: ["get", "list", "create", "patch"],
	},
	{
		group: "",
		resource: "secrets",
		verbs: ["get", "list", "create", "patch", "delete"],
	},
	{ group: "", resource: "pods", verbs: ["get", "list"] },
	{ group: "", resource: "pods/log", verbs: ["get"] },
	{ group: "", resource: "events", verbs: ["list"] },
];

/** The rights that a deploy of some objects needs, and no more. */
export function listRights(objects: KubeObject[]): Right[] {
	const rights = new Map<string, Set<string>>();
	const add = ({ group, resource, verbs }: Right) => {
		const key = `${resource}.${group}`;
		rights.set(key, new Set([...(rights.get(key) ?? []), ...verbs]));
	};
	own.forEach(add);
	for (const object of objects)
		for (const right of rightsOn(object)) add(right);
	return [...rights].map(([key, verbs]) => {
		const [resource = "", ...group] = key.split(".");
		return { group: group.join("."), resource, verbs: [...verbs] };
	});
}

function rightsOn(object: KubeObject): Right[] {
	const { holdsData, children = [] } = findKind(object);
	const key = kindKey(object);
	const [group = "", kind = ""] = key.split("/");
	const verbs = ["get", "list", "create", "patch"];
	if (!holdsData) verbs.push("delete");
	const stuck = { group: "", resource: "pods", verbs: ["delete"] };
	return [
		{ group, resource: pluralize(kind), verbs },
		...children.map((child) => {
			const [singular = "", ...group] = child.split(".");
			const resource = pluralize(singular);
			return { group: group.join("."), resource, verbs: ["list"] };
		}),
		...(key === "apps/StatefulSet" ? [stuck] : []),
	];
}

/**
 * The resource of a kind, guessed as k8s.io/apimachinery pkg/api/meta/restmapper.go does, but for a y after a vowel:
 * gateways.
 */
function pluralize(kind: string): string {
	const singular = kind.toLowerCase();
	if (singular.endsWith("endpoints")) return singular;
	if (singular.endsWith("s")) return `${singular}es`;
	return /[^aeiou]y$/.test(singular)
		? `${singular.slice(0, -1)}ies`
		: `${singular}s`;
}

/** The kinds that are in no namespace. */
const unscoped =
	/^(?:namespaces|persistentvolumes|customresourcedefinitions|cluster\w+|(?:priority|storage|ingress|runtime)classes|\w+webhookconfigurations|\w+admissionpolic\w+|apiservices)$/;

const reviewsFile = "/reviews.json";

/** Asks for each right and verb whether the account has it, in one call. */
export function reviewRequest(
	rights: Right[],
	namespace: string,
): { call: Call; files: Record<string, string> } {
	const reviews = rights.flatMap(({ group, resource: path, verbs }) => {
		const [resource = "", subresource = ""] = path.split("/");
		return verbs.map((verb) => ({
			apiVersion: "authorization.k8s.io/v1",
			kind: "SelfSubjectAccessReview",
			spec: {
				resourceAttributes: {
					verb,
					group,
					resource,
					subresource,
					...(!unscoped.test(resource) && { namespace }),
				},
			},
		}));
	});
	const file = reviews.map((one) => `${JSON.stringify(one)}\n`).join("");
	const template = `{{with .spec.resourceAttributes}}{{.verb}} {{.resource}}{{with .subresource}}/{{.}}{{end}}.{{with .group}}{{.}}{{end}}{{end}} {{.status.allowed}}{{"\\n"}}`;
	const flags = ["--validate=false", `--output=go-template=${template}`];
	return {
		call: ["create", ...filenames(reviewsFile), ...flags],
		files: { [reviewsFile]: file },
	};
}

/** The rights that the account lacks, as this request tells. */
export function parseMissing(stdout: string, rights: Right[]): Right[] {
	const lines = stdout.split("\n");
	return rights.flatMap((right) => {
		const verbs = right.verbs.filter((verb) =>
			lines.includes(`${verb} ${right.resource}.${right.group} false`),
		);
		return verbs.length > 0 ? [{ ...right, verbs }] : [];
	});
}

/** The rights for the lack of which the API server refused something: k8s.io/apiserver responsewriters/errors.go. */
export function parseForbidden(stderr: string): Right[] {
	const refusals = stderr.matchAll(
		/ is forbidden: User "[^"]*" cannot (\w+) resource "([^"]+)" in API group "([^"]*)"/g,
	);
	const rights = [...refusals].map(
		([, verb = "", resource = "", group = ""]): [string, Right] => [
			`${verb} ${resource}.${group}`,
			{ group, resource, verbs: [verb] },
		],
	);
	return [...new Map(rights).values()];
}

/** What an account may not do: `the account lacks pods/log: get`. */
export function formatMissing(rights: Right[]): string {
	return `the account lacks ${rights.map(formatRight).join("; ")}`;
}

/** `leases.coordination.k8s.io: get, list` */
export function formatRight({ group, resource, verbs }: Right): string {
	const name = [resource, group].filter(Boolean).join(".");
	return `${name}: ${verbs.join(", ")}`;
}
