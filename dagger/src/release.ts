import { dag, type Secret } from "@dagger.io/dagger";
import {
	fieldManager,
	type Happened,
	happened,
	type Ledger,
	ledger,
	ledgerTemplate,
} from "./changes.js";
import { type Cluster, refusal } from "./cluster.js";
import { isFormerKubectl } from "./conflicts.js";
import { immutable } from "./immutable.js";
import { kinds, owners } from "./inventory.js";
import type { Answer, Call } from "./kubectl.js";
import { appLabel } from "./manifests.js";
import { type KubeObject, nameOf } from "./objects.js";
import { type Credentials, pullSecret, pullSecretName } from "./pull-secret.js";
import type { Rendered } from "./render.js";
import type { Snapshot } from "./wait.js";

/** Where a release goes, and what it may do there. */
export type Target = {
	cluster: Cluster;
	createNamespace: boolean;
	forceConflicts: boolean;
};

/** What the cluster had before the release, of the objects that it is about. */
export type Past = { ledger: Ledger; hasNamespace: boolean };

const objectsFile = "/objects.yaml";
const secretFile = "/run/pull-secret.json";
const force = "--force-conflicts";
const serverSide = [
	"apply",
	"--server-side",
	`--field-manager=${fieldManager}`,
];
const print = `--output=go-template=${ledgerTemplate}`;

/** The pull secret as a file that only a container's memory holds. */
export function secretOf(credentials: Credentials): Secret {
	return dag.setSecret(
		"slipway-pull-secret",
		JSON.stringify(pullSecret(credentials)),
	);
}

/** Looks at the cluster before anything is built: it answers, the namespace is there, it knows the kinds. */
export async function look(
	{ cluster, createNamespace }: Target,
	{ file }: Rendered,
): Promise<Past> {
	const namespace = stub("Namespace", cluster.namespace);
	const stubs = JSON.stringify(list([pullSecretStub, namespace]));
	const [answer] = await cluster.run(
		[["get", "--ignore-not-found", ...filenames(objectsFile, "-"), print]],
		{ mounted: { [objectsFile]: file }, stdin: stubs },
	);
	if (!answer) throw new Error("kubectl did not run");
	// An account that may only work inside its namespace cannot look at the namespace itself.
	const blind = /namespaces "[^"]*" is forbidden/.test(answer.stderr);
	if (answer.code !== 0 && !blind)
		throw refusal("the cluster cannot be used", answer);
	const past = ledger(answer.stdout);
	const hasNamespace = blind || past.has(nameOf(namespace));
	if (!hasNamespace && !createNamespace)
		throw new Error(
			`namespace ${cluster.namespace} does not exist in the cluster: make it with kubectl create namespace ${cluster.namespace}, or let deploy make it with --create-namespace`,
		);
	return { ledger: past, hasNamespace };
}

export type Applied = {
	happened: Map<KubeObject, Happened>;
	snapshot: Snapshot;
};

/** Applies the pull secret and the objects, all or nothing: the server tries the whole set before the first write. */
export async function apply(
	{ cluster, forceConflicts }: Target,
	{ objects, file }: Rendered,
	pullSecret: Secret,
	past: Past,
): Promise<Applied> {
	const files = {
		mounted: { [objectsFile]: file },
		secret: { [secretFile]: pullSecret },
	};
	let manner = [
		...serverSide,
		...filenames(secretFile, objectsFile),
		...(forceConflicts ? [force] : []),
	];
	const tried = () => [[...manner, "--dry-run=server"], ...written()];
	const written = () => [[...manner, print], snapshotCall(objects)];
	const preparation: Call[] = past.hasNamespace
		? []
		: [["create", "namespace", cluster.namespace]];

	let answers = await cluster.run([...preparation, ...tried()], files);
	if (isFormerKubectl(refused(answers))) {
		manner = [...manner, force];
		answers = await cluster.run(tried(), files);
	}
	const stuck = immutable(refused(answers), objects);
	if (stuck.length > 0) {
		// All else has passed the trial: it goes on after an object that is refused.
		const removed = [
			"delete",
			...stuck.map(targetOf),
			"--wait",
			"--timeout=90s",
		];
		answers = await cluster.run([removed, ...written()], files);
	}
	const bad = answers.find(({ code }) => code !== 0);
	if (bad) throw refusal("the cluster refused the objects", bad);

	const [snapshot, applied] = answers.reverse();
	const after = ledger(applied?.stdout ?? "");
	return {
		happened: new Map(
			[pullSecretStub, ...objects].map((object) => [
				object,
				happened(object, past.ledger, after),
			]),
		),
		snapshot: items(snapshot?.stdout ?? ""),
	};
}

/** The difference that an apply would make, as kubectl tells it: the values of Secrets are masked. */
export async function difference(
	cluster: Cluster,
	{ file }: Rendered,
	pullSecret: Secret,
): Promise<string> {
	const [answer] = await cluster.run(
		[
			[
				"diff",
				"--server-side",
				`--field-manager=${fieldManager}`,
				force,
				...filenames(secretFile, objectsFile),
			],
		],
		{
			mounted: { [objectsFile]: file },
			secret: { [secretFile]: pullSecret },
		},
	);
	// kubectl diff ends with 1 where there is a difference, and says nothing where there is none.
	if (
		answer === undefined ||
		answer.code > 1 ||
		answer.stderr.includes("error:")
	)
		throw refusal(
			"the cluster cannot tell what would change",
			answer ?? { code: 2, stdout: "", stderr: "" },
		);
	return answer.stdout;
}

/** What the last call said that was made, if it failed. */
function refused(answers: Answer[]): string {
	const last = answers.at(-1);
	return last && last.code !== 0 ? last.stderr : "";
}

/** One call reads every object of the app and all that belongs to them, however many there are. */
export function read(
	cluster: Cluster,
	objects: KubeObject[],
): Promise<Snapshot> {
	return snapshot(cluster, snapshotCall(objects));
}

/** Reads all that an app has in a namespace, of whatever kind. */
export async function appIn(
	cluster: Cluster,
	label: string,
): Promise<Snapshot> {
	const found = await snapshot(cluster, getCall(kinds, label));
	if (owners(found).length === 0)
		throw new Error(
			`nothing of ${label} runs in namespace ${cluster.namespace}: no object there has the label ${appLabel}=${label}, which deploy gives to all that it applies`,
		);
	return found;
}

async function snapshot(cluster: Cluster, call: Call): Promise<Snapshot> {
	const answers = await cluster.run([call, ["get", "events", "--output=json"]]);
	const bad = answers.find(({ code }) => code !== 0);
	if (bad) throw refusal("the cluster cannot be read", bad);
	return answers.flatMap(({ stdout }) => items(stdout));
}

/** The objects whose state is judged; Secrets have none, and their content is not to be read. */
export function judged(objects: KubeObject[]): KubeObject[] {
	return objects.filter(({ kind }) => kind !== "Secret");
}

function snapshotCall(objects: KubeObject[]): Call {
	const wanted = new Set(["pod", ...judged(objects).map(resourceOf)]);
	if (wanted.has("deployment.apps")) wanted.add("replicaset.apps");
	if (wanted.has("service")) wanted.add("endpointslice.discovery.k8s.io");
	return getCall([...wanted], objects[0]?.metadata.labels?.[appLabel] ?? "");
}

function getCall(kinds: string[], label: string): Call {
	const selector = `--selector=${appLabel}=${label}`;
	return ["get", kinds.join(","), selector, "--output=json"];
}

/** How kubectl is told of one object: `deployment.apps/web`. */
export function targetOf(object: KubeObject): string {
	return `${resourceOf(object)}/${object.metadata.name}`;
}

function resourceOf({ apiVersion, kind }: KubeObject): string {
	const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
	return [kind.toLowerCase(), group].filter(Boolean).join(".");
}

function filenames(...files: string[]): string[] {
	return files.map((file) => `--filename=${file}`);
}

function list(items: KubeObject[]): object {
	return { apiVersion: "v1", kind: "List", items };
}

function items(json: string): KubeObject[] {
	return (JSON.parse(json) as { items: KubeObject[] }).items;
}

function stub(kind: string, name: string): KubeObject {
	return { apiVersion: "v1", kind, metadata: { name } };
}

const pullSecretStub = stub("Secret", pullSecretName);
