import { type KubeObject, nameOf, stub } from "../manifests/objects.js";
import { pullSecretName } from "../manifests/pull-secret.js";
import type { Rendered } from "../manifests/render.js";
import { asLedger, filenames } from "./calls.js";
import { type Access, said } from "./cluster.js";
import { type Lease, leaseIn, readLease } from "./lease.js";
import { type Ledger, ledger } from "./ledger.js";
import { objectsFile } from "./release.js";

/** What the cluster had before a deploy, of all that it is about. */
export type Past = { ledger: Ledger; hasNamespace: boolean; lease?: Lease };

export const pullSecretStub = stub("Secret", pullSecretName);

/** Looks at the cluster before anything is built: it answers, the namespace is there, it knows the kinds. */
export async function look(
	cluster: Access,
	app: string,
	{ file }: Rendered,
	createNamespace = false,
): Promise<Past> {
	const namespace = stub("Namespace", cluster.namespace);
	const answers = await cluster.run(
		[
			readLease(app),
			["get", "--ignore-not-found", ...filenames(objectsFile, "-"), asLedger],
		],
		{
			mounted: { [objectsFile]: file },
			stdin: listOf(pullSecretStub, namespace),
		},
		"&",
	);
	// An account that may only work inside its namespace cannot look at the namespace itself.
	const blind = /namespaces "[^"]*" is forbidden/.test(
		answers[1]?.stderr ?? "",
	);
	said("the cluster cannot be used", blind ? answers.slice(0, 1) : answers);
	const [lease, objects] = answers;
	const past = ledger(objects?.stdout ?? "");
	const hasNamespace = blind || past.has(nameOf(namespace));
	if (!hasNamespace && !createNamespace)
		throw new Error(
			`namespace ${cluster.namespace} does not exist in the cluster: make it with kubectl create namespace ${cluster.namespace}, or let deploy make it with --create-namespace`,
		);
	return {
		ledger: past,
		hasNamespace,
		lease: leaseIn(lease?.stdout ?? ""),
	};
}

function listOf(...items: KubeObject[]): string {
	return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
