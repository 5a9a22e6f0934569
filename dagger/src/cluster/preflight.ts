import type { File } from "@dagger.io/dagger";
import { Failure } from "../failures/failure.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import { formatName, type KubeObject, ref } from "../kubernetes/object.js";
import { pullSecretRef } from "../manifests/pull-secret.js";
import { objectsFile } from "../manifests/release.js";
import { type ApplyTimes, parseApplyTimes } from "./apply-times.js";
import { type Lease, leaseName, parseLease, readRequest } from "./lease.js";
import { asApplyTimes, filenames } from "./requests.js";

/** What the cluster had before a deploy, of all that it is about. */
export type Preflight = {
	applyTimes: ApplyTimes;
	hasNamespace: boolean;
	lease?: Lease;
};

/** Looks at the cluster before anything is built: it answers, the namespace is there, it knows the kinds. */
export async function preflight(
	cluster: Cluster,
	app: string,
	yaml: File,
	createNamespace = false,
): Promise<Preflight> {
	const namespace = ref("Namespace", cluster.namespace);
	const files = filenames(objectsFile, "-");
	const answers = await cluster.run(
		[
			readRequest(leaseName(app)),
			["get", "--ignore-not-found", ...files, asApplyTimes],
		],
		{
			files: { [objectsFile]: yaml },
			stdin: formatList(pullSecretRef, namespace),
			parallel: true,
		},
	);
	const [lease, objects] = answers;
	// An account that may only work inside its namespace cannot look at the namespace itself.
	const isBlind = /namespaces "[^"]*" is forbidden/.test(objects?.stderr ?? "");
	stdoutOrThrow(
		"the cluster cannot be used",
		isBlind ? answers.slice(0, 1) : answers,
	);
	const applyTimes = parseApplyTimes(objects?.stdout ?? "");
	const hasNamespace = isBlind || applyTimes.has(formatName(namespace));
	if (!hasNamespace && !createNamespace)
		throw new Failure(
			`namespace ${cluster.namespace} does not exist in the cluster: make it with kubectl create namespace ${cluster.namespace}, or let deploy make it with --create-namespace`,
		);
	return { applyTimes, hasNamespace, lease: parseLease(lease?.stdout ?? "") };
}

/** Makes the namespace, unless somebody else just did. */
export async function createNamespace(cluster: Cluster): Promise<void> {
	const call = ["create", "namespace", cluster.namespace];
	const answers = await cluster.run([call]);
	const isThere = answers.some(({ stderr }) => /AlreadyExists/.test(stderr));
	if (!isThere) stdoutOrThrow("the namespace cannot be made", answers);
}

function formatList(...items: KubeObject[]): string {
	return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
