import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { folder, variable } from "./lab.js";

type Named<Key extends string> = { name: string } & Record<
	Key,
	Record<string, unknown>
>;
export type Kubeconfig = {
	"current-context"?: string;
	contexts: Named<"context">[];
	clusters: Named<"cluster">[];
	users: Named<"user">[];
};

export function setClusters(
	{ clusters }: Kubeconfig,
	fields: Record<string, unknown>,
): void {
	for (const { cluster } of clusters) Object.assign(cluster, fields);
}

/** The lab's kubeconfig with a change, as a file of the test's own. */
export async function changed(
	change: (config: Kubeconfig) => void | Promise<void>,
): Promise<string> {
	const config = parse(
		await readFile(variable("KUBECONFIG"), "utf8"),
	) as Kubeconfig;
	await change(config);
	return join(await folder({ config: stringify(config) }), "config");
}
