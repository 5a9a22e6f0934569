import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { formatRight } from "../../../dagger/src/cluster/rights.js";
import { type App, folder, kubectl, root, shell } from "./lab.js";

export type RoleName = "slipway" | "slipway-read" | "slipway-review";

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };
type Documented = {
	kind: string;
	metadata: { name: string };
	rules?: Rule[];
};

/**
 * A kubeconfig, made as the documentation says, of an account that has a documented Role in a namespace but for some rights:
 * `pods: get`, or all on `pods`.
 */
export async function account(
	namespace: string,
	role: RoleName = "slipway",
	without: string[] = [],
): Promise<App> {
	const isLeft = (rule: Rule) =>
		!without.some((right) => `${nameRight(rule)}: `.startsWith(`${right}: `));
	const objects = (await readRoles(role, namespace)).map((object) => ({
		...object,
		...(object.rules && { rules: split(object.rules).filter(isLeft) }),
	}));
	const [, script = ""] =
		/```sh\n(.*?)```/s.exec(await read("credentials.md")) ?? [];
	const list = { apiVersion: "v1", kind: "List", items: objects };
	const path = await folder({ "list.json": JSON.stringify(list) });
	await kubectl(
		"-n",
		namespace,
		"apply",
		`--filename=${join(path, "list.json")}`,
	);
	const { exitCode, stderr } = await shell({
		cwd: path,
	})`bash -eu -c ${script.replace(/\bshop\b/g, namespace).replace("token slipway", `token ${role}`)}`;
	if (exitCode !== 0) throw new Error(stderr);
	return { namespace, kubeconfig: join(path, "kubeconfig") };
}

/** Each right of a documented Role: `secrets: get`. */
export async function rightsOf(role: RoleName): Promise<string[]> {
	const found = (await readRoles(role)).find(
		({ kind, metadata }) => kind === "Role" && metadata.name === role,
	);
	return split(found?.rules ?? []).map(nameRight);
}

/** The same rules, with one right each. */
function split(rules: Rule[]): Rule[] {
	return rules.flatMap(({ apiGroups, resources, verbs }) =>
		resources.flatMap((resource) =>
			verbs.map((verb) => ({
				apiGroups,
				resources: [resource],
				verbs: [verb],
			})),
		),
	);
}

function nameRight({ apiGroups, resources, verbs }: Rule): string {
	const [[group = ""], [resource = ""]] = [apiGroups, resources];
	return formatRight({ group, resource, verbs });
}

async function readRoles(
	role: RoleName,
	namespace = "shop",
): Promise<Documented[]> {
	const file = role === "slipway-review" ? "cluster-role.yaml" : "role.yaml";
	const text = (await read(file)).replaceAll("shop", namespace);
	return parseAllDocuments(text).map((document) => document.toJSON());
}

const read = (name: string) => readFile(join(root, "docs", name), "utf8");
