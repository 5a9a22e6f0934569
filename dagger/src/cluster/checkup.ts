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

type Subject = {
	app: string;
	secretName?: string;
	objects: KubeObject[];
	rights: Right[];
};

/** Asks the cluster everything at once. */
export async function checkUp(
	cluster: Cluster,
	now: () => number,
	about: Subject,
): Promise<Checkup> {
	const reviews = reviewRequest(about.rights, cluster.namespace);
	const asked = Object.entries({
		...listCalls(cluster.namespace, about),
		rights: reviews.call,
	});
	const began = now();
	const answers = await cluster.run(
		asked.map(([, call]) => call),
		{
			files: { ...reviews.files, [objectsFile]: formatObjects(about.objects) },
			parallel: true,
			patience: 5,
		},
	);
	const found = asked.map(([question], index) => [question, answers[index]]);
	const none: Answer = { code: 0, stdout: "", stderr: "" };
	const all = { objects: none, pullSecret: none, ...Object.fromEntries(found) };
	return { ...(all as Record<Question, Answer>), began, ended: now() };
}

/** What there is nothing to ask about is left out. */
function listCalls(
	namespace: string,
	{ app, secretName, objects }: Subject,
): Partial<Record<Question, Call>> {
	return {
		kubeconfig: kubeconfigRequest,
		versions: ["version", "--output=json"],
		account: ["auth", "whoami", "--output=json"],
		namespace: readField("namespace", namespace, "{{.status.phase}}"),
		nodes: nodesRequest,
		quotas: ["get", "resourcequota", "--output=json"],
		...(secretName !== undefined && {
			pullSecret: readField("secret", secretName, `{{.type}} ${pullTemplate}`),
		}),
		...(objects.length > 0 && {
			objects: ["get", ifThere, ...filenames(objectsFile), asApplyTimes()],
		}),
		lease: readRequest(leaseName(app)),
	};
}

const ifThere = "--ignore-not-found";

function readField(kind: string, name: string, template: string): Call {
	return ["get", kind, name, ifThere, `--output=go-template=${template}`];
}
