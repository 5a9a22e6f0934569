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
import { immutable } from "./immutable.js";
import type { Call } from "./kubectl.js";
import { appLabel } from "./manifests.js";
import { type KubeObject, nameOf } from "./objects.js";
import { pullSecretName } from "./pull-secret.js";
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
const stubsFile = "/stubs.json";
const secretFile = "/run/pull-secret.json";
const serverSide = [
	"apply",
	"--server-side",
	`--field-manager=${fieldManager}`,
];
const print = `--output=go-template=${ledgerTemplate}`;

/** Looks at the cluster before anything is built: it answers, the namespace is there, it knows the kinds. */
export async function look(
	{ cluster, createNamespace }: Target,
	{ file }: Rendered,
): Promise<Past> {
	const namespace = stub("Namespace", cluster.namespace);
	const stubs = JSON.stringify(list([pullSecretStub, namespace]));
	const [answer] = await cluster.run(
		[
			[
				"get",
				"--ignore-not-found",
				...filenames(objectsFile, stubsFile),
				print,
			],
		],
		{ mounted: { [objectsFile]: file, [stubsFile]: dag.file("stubs", stubs) } },
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
	const manner = [
		...serverSide,
		...filenames(secretFile, objectsFile),
		...(forceConflicts ? ["--force-conflicts"] : []),
	];
	const writes = [[...manner, print], snapshotCall(objects)];
	const preparation: Call[] = [];
	if (!past.hasNamespace)
		preparation.push(["create", "namespace", cluster.namespace]);
	// A pull secret made by hand is taken over: its whole content is ours to say.
	if (past.ledger.get(nameOf(pullSecretStub))?.time === "")
		preparation.push([
			...serverSide,
			...filenames(secretFile),
			"--force-conflicts",
		]);

	let answers = await cluster.run(
		[...preparation, [...manner, "--dry-run=server"], ...writes],
		files,
	);
	const tried = answers[preparation.length];
	const stuck = tried ? immutable(tried.stderr, objects) : [];
	if (stuck.length > 0) {
		const names = stuck.map(
			(object) => `${resourceOf(object)}/${object.metadata.name}`,
		);
		// All else has passed the trial: it goes on after an object that is refused.
		answers = await cluster.run(
			[["delete", ...names, "--wait", "--timeout=90s"], ...writes],
			files,
		);
	}
	const bad = answers.find(({ code }) => code !== 0);
	if (bad) throw refusal("the cluster refused the objects", bad);

	const [snapshot, written] = answers.reverse();
	const after = ledger(written?.stdout ?? "");
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

/** One call reads every object of the app and all that belongs to them, however many there are. */
export async function read(
	cluster: Cluster,
	objects: KubeObject[],
): Promise<Snapshot> {
	const answers = await cluster.run([
		snapshotCall(objects),
		["get", "events", "--output=json"],
	]);
	const bad = answers.find(({ code }) => code !== 0);
	if (bad) throw refusal("the cluster cannot be read", bad);
	return answers.flatMap(({ stdout }) => items(stdout));
}

/** The objects whose state is judged; Secrets have none, and their content is not to be read. */
export function judged(objects: KubeObject[]): KubeObject[] {
	return objects.filter(({ kind }) => kind !== "Secret");
}

function snapshotCall(objects: KubeObject[]): Call {
	const kinds = new Set(["pod", ...judged(objects).map(resourceOf)]);
	if (kinds.has("deployment.apps")) kinds.add("replicaset.apps");
	if (kinds.has("service")) kinds.add("endpointslice.discovery.k8s.io");
	const selector = `${appLabel}=${objects[0]?.metadata.labels?.[appLabel]}`;
	return ["get", [...kinds].join(","), "--selector", selector, "--output=json"];
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
