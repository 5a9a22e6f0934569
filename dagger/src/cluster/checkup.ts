import type { Cluster } from "../kubectl/cluster.js";
import { kubeconfigRequest } from "../kubectl/kubeconfig.js";
import type { Answer, Call } from "../kubectl/script.js";
import type { KubeObject } from "../kubernetes/object.js";
import { formatObjects } from "../manifests/objects.js";
import { pullTemplate } from "../manifests/pull-secret.js";
import { objectsFile } from "./apply.js";
import { leaseName, readRequest } from "./lease.js";
import { nodesRequest } from "./platforms.js";
import { asApplyTimes, filenames } from "./requests.js";
import { type Right, reviewRequest } from "./rights.js";

/** What the cluster answered to all that a deploy depends on. */
export type Checkup = Record<Question, Answer> & {
	/** When it was asked, and when all was answered, in seconds. */
	began: number;
	ended: number;
};

type Question =
	| "kubeconfig"
	| "versions"
	| "account"
	| "namespace"
	| "nodes"
	| "rights"
	| "quotas"
	| "pullSecret"
	| "objects"
	| "lease";

/** Asks the cluster everything at once. */
export async function checkUp(
	cluster: Cluster,
	now: () => number,
	about: {
		app: string;
		secretName?: string;
		objects: KubeObject[];
		rights: Right[];
	},
): Promise<Checkup> {
	const ifThere = "--ignore-not-found";
	const reviews = reviewRequest(about.rights, cluster.namespace);
	const secret = `{{.type}} ${pullTemplate}`;
	const calls: Record<Question, Call> = {
		kubeconfig: kubeconfigRequest,
		versions: ["version", "--output=json"],
		account: ["auth", "whoami", "--output=json"],
		namespace: [
			...["get", "namespace", cluster.namespace],
			...[ifThere, "--output=go-template={{.status.phase}}"],
		],
		nodes: nodesRequest,
		rights: reviews.call,
		quotas: ["get", "resourcequota", "--output=json"],
		pullSecret: [
			...["get", "secret", about.secretName ?? ""],
			...[ifThere, `--output=go-template=${secret}`],
		],
		objects: ["get", ifThere, ...filenames(objectsFile), asApplyTimes()],
		lease: readRequest(leaseName(about.app)),
	};
	// Nothing rendered is nothing that kubectl could read.
	const asked = Object.entries(calls).filter(
		([question]) =>
			(question !== "objects" || about.objects.length > 0) &&
			(question !== "pullSecret" || about.secretName !== undefined),
	);
	const began = now();
	const answers = await cluster.run(
		asked.map(([, call]) => call),
		{
			files: { ...reviews.files, [objectsFile]: formatObjects(about.objects) },
			...{ parallel: true, patience: 5 },
		},
	);
	const found = asked.map(([question], index) => [question, answers[index]]);
	const none: Answer = { code: 0, stdout: "", stderr: "" };
	return {
		...({
			objects: none,
			pullSecret: none,
			...Object.fromEntries(found),
		} as Record<Question, Answer>),
		...{ began, ended: now() },
	};
}
