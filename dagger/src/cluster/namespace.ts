import { appLabel } from "../input/app-name.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import type { KubeObject } from "../kubernetes/object.js";
import { parseForbidden } from "./rights.js";

/** Makes the namespace for an app, unless somebody else just did. */
export async function createNamespace(
	cluster: Cluster,
	app: string,
): Promise<void> {
	const namespace: KubeObject = {
		apiVersion: "v1",
		kind: "Namespace",
		metadata: { name: cluster.namespace, labels: { [appLabel]: app } },
	};
	const stdin = JSON.stringify(namespace);
	const answers = await cluster.run([["create", "--filename=-"]], { stdin });
	const isThere = answers.some(({ stderr }) => /AlreadyExists/.test(stderr));
	if (!isThere) stdoutOrThrow("the namespace cannot be made", answers);
}

/** The namespace; undefined if there is none. */
export async function readNamespace(
	cluster: Cluster,
): Promise<KubeObject | undefined> {
	const call = ["get", "namespace", cluster.namespace];
	const [json = ""] = stdoutOrThrow(
		"the namespace cannot be read",
		await cluster.run([[...call, "--ignore-not-found", "--output=json"]]),
	);
	return json.trim() === "" ? undefined : JSON.parse(json);
}

/** Deletes the namespace and waits until it is gone, if it was made for this app and holds nothing of anybody else. */
export async function deleteNamespace(
	cluster: Cluster,
	{ metadata }: KubeObject,
	app: string,
	timeout: number,
): Promise<{ kept?: string }> {
	if (metadata.labels?.[appLabel] !== app)
		return { kept: `no deploy of ${app} has made it` };
	const left = await listLeft(cluster);
	if (left.length > 0) return { kept: `it still has ${left.join(", ")}` };
	const call = ["delete", "namespace", cluster.namespace];
	const waiting = ["--ignore-not-found", `--timeout=${timeout}s`];
	stdoutOrThrow(
		"the namespace cannot be deleted",
		await cluster.run([[...call, ...waiting]], { patience: timeout }),
	);
	return {};
}

/** What controllers put into every namespace. */
const standard = new Set([
	"ServiceAccount default",
	"ConfigMap kube-root-ca.crt",
	// Istio
	"ConfigMap istio-ca-root-cert",
	// OpenShift
	"ConfigMap openshift-service-ca.crt",
	"ServiceAccount builder",
	"ServiceAccount deployer",
]);

const kinds = "all,persistentvolumeclaims,configmaps,secrets,serviceaccounts";
const columns =
	"jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.deletionTimestamp} {.metadata.ownerReferences[0].uid}{'\\n'}{end}";

/**
 * What would be lost with the namespace, by name, and of it no content; a few are enough. A custom resource may stand for
 * something outside of the cluster; those that the account may not list are passed over.
 */
async function listLeft(cluster: Cluster): Promise<string[]> {
	const what = "what the namespace still has cannot be read";
	const custom = await listCustomKinds(cluster);
	const output = `--output=${columns}`;
	const lists = [kinds, custom.join(",")].filter((list) => list !== "");
	const calls = lists.map((list) => ["get", list, output]);
	const answers = await cluster.run(calls, { parallel: true });
	const read = answers.map((answer, index) => {
		const isPartial = index > 0 && parseForbidden(answer.stderr).length > 0;
		return isPartial ? { ...answer, code: 0 } : answer;
	});
	return stdoutOrThrow(what, read)
		.flatMap((lines) => lines.split("\n"))
		.filter((line) => /^\S+ \S+ *$/.test(line))
		.map((line) => line.trim())
		.filter((name) => !standard.has(name))
		.slice(0, 5);
}

/** The kinds of custom resources that a namespace may have: `sqlinstances.sql.cnrm.cloud.google.com`. */
async function listCustomKinds(cluster: Cluster): Promise<string[]> {
	const flags = ["--namespaced", "--verbs=list,delete", "--output=name"];
	const [names = ""] = stdoutOrThrow(
		"the kinds that the cluster knows cannot be read",
		await cluster.run([["api-resources", ...flags]]),
	);
	// Kubernetes' own groups have no dot, or end in k8s.io.
	return names
		.split("\n")
		.filter((name) => /^[^.]+\.[^.]+\..+$/.test(name))
		.filter((name) => !name.endsWith("k8s.io"));
}
