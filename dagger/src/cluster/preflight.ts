import { Failure } from "../failures/failure.js";
import type { Variables } from "../input/dotenv.js";
import { type Cluster, stdoutOrThrow } from "../kubectl/cluster.js";
import type { Answer } from "../kubectl/script.js";
import { identify, type KubeObject, ref } from "../kubernetes/object.js";
import { readsSecret } from "../manifests/configuration.js";
import { withoutDefined } from "../manifests/definitions.js";
import {
	envSecretName,
	envTemplate,
	parseEnvHash,
	requireOwnSecret,
} from "../manifests/env-secret.js";
import { formatObjects } from "../manifests/objects.js";
import {
	type AccountSecrets,
	listAccountNames,
	type Owner,
	pullTemplate,
	requireOwn,
} from "../manifests/pull-secret.js";
import { objectsFile } from "./apply.js";
import { type ApplyTimes, parseApplyTimes } from "./apply-times.js";
import { appTemplate, requireOwnObjects } from "./foreign.js";
import { nodesRequest, parsePlatforms } from "./platforms.js";
import { asApplyTimes, filenames } from "./requests.js";
import { parseState, type State, stateRequest } from "./state.js";

/** What the cluster had before a deploy, of all that it is about. */
export type Preflight = State & {
	applyTimes: ApplyTimes;
	hasNamespace: boolean;
	/** Whose login the pull secret holds, if there is one. */
	owner?: Owner;
	accounts: AccountSecrets;
	/** Those of the nodes, as far as the account may read them: `linux/amd64`. */
	platforms: string[];
	/** The keyed hash of the app's own secrets, as far as they are of interest. */
	envHash?: string;
	/** It does not know all kinds before the release's own definitions are applied. */
	needsDefinitions: boolean;
};

/** What a deploy is about. */
export type Subject = {
	app: string;
	objects: KubeObject[];
	/** The name of the pull secret, if there is one. */
	secretName?: string;
	/** Whose login the pull secret is to hold; none where it is not written. */
	account?: string;
	/** The app's own secrets; none where they stay as they are. */
	env?: Variables;
	/** Take over even what another app has applied. */
	forceConflicts?: boolean;
};

/** Looks at the cluster before anything is built: it answers, the namespace is there, it knows the kinds. */
export async function preflight(
	cluster: Cluster,
	subject: Subject,
	createNamespace = false,
): Promise<Preflight> {
	const namespace = ref("Namespace", cluster.namespace);
	const { state, found, nodes, needsDefinitions } = await look(
		cluster,
		subject,
	);
	// An account that may only work inside its namespace cannot look at the namespace itself.
	const isBlind = mayNotLook(found, "namespaces");
	const applyTimes = parseApplyTimes(found.stdout);
	const hasNamespace = isBlind || applyTimes.has(identify(namespace));
	if (!hasNamespace && !createNamespace)
		throw new Failure(
			`namespace ${cluster.namespace} does not exist in the cluster: make it with kubectl create namespace ${cluster.namespace}, or let deploy make it with --create-namespace`,
		);
	if (!subject.forceConflicts)
		requireOwnObjects({ ...subject, namespace: cluster.namespace }, applyTimes);
	const pull = readPull(applyTimes, subject);
	requireOwn(subject.secretName, subject.app, subject.account, pull.owner);
	return {
		applyTimes,
		hasNamespace,
		...parseState(state.stdout),
		...pull,
		platforms: parsePlatforms(nodes),
		envHash: readEnv(applyTimes, subject),
		needsDefinitions,
	};
}

/** Reads what is kept of the app, and finds whatever is there of the release. */
async function look(
	cluster: Cluster,
	{ app, objects, secretName, env }: Subject,
): Promise<{
	state: Answer;
	found: Answer;
	nodes: Answer;
	needsDefinitions: boolean;
}> {
	const find = async (objects: KubeObject[]) => {
		const name = envSecretName(app);
		const isRead = objects.some((object) => readsSecret(object, name));
		const others = [
			...(secretName ? [ref("Secret", secretName)] : []),
			...(env || isRead ? [ref("Secret", name)] : []),
			ref("Namespace", cluster.namespace),
			...listAccountNames(objects).map((name) => ref("ServiceAccount", name)),
		];
		const files = filenames(objectsFile, "-");
		const calls = [
			stateRequest(app),
			[
				"get",
				"--ignore-not-found",
				...files,
				asApplyTimes(pullTemplate + envTemplate + appTemplate),
			],
			nodesRequest,
		];
		const answers = await cluster.run(calls, {
			files: { [objectsFile]: formatObjects(objects) },
			stdin: formatObjects(others),
			parallel: true,
		});
		const [state, found, nodes] = answers;
		if (!state || !found || !nodes) throw new Error("kubectl did not run");
		return { state, found, nodes };
	};
	let answers = await find(objects);
	// What the release itself defines cannot be there before its definition is.
	const known = withoutDefined(objects);
	const needsDefinitions =
		known.length < objects.length && isUnknownKind(answers.found);
	if (needsDefinitions) answers = await find(known);
	const refused = [answers.state, answers.found].filter(
		(answer) => !isForbiddenLook(answer),
	);
	stdoutOrThrow("the cluster cannot be used", refused);
	return { ...answers, needsDefinitions };
}

function isUnknownKind({ stderr }: Answer): boolean {
	return /no matches for kind/.test(stderr);
}

/** Accounts of few rights may look at neither namespaces nor service accounts; what they find otherwise is all there. */
function isForbiddenLook(answer: Answer): boolean {
	return (
		mayNotLook(answer, "namespaces") || mayNotLook(answer, "serviceaccounts")
	);
}

function mayNotLook({ stderr }: Answer, resource: string): boolean {
	return new RegExp(`${resource} "[^"]*" is forbidden`).test(stderr);
}

function readPull(
	found: ApplyTimes,
	{ secretName }: Subject,
): Pick<Preflight, "owner" | "accounts"> {
	const [app = "", account = ""] =
		found.get(`Secret ${secretName}`)?.more ?? [];
	const accounts = [...found]
		.filter(([name]) => name.startsWith("ServiceAccount "))
		.map(([name, { more }]): [string, string[]] => [
			name.replace("ServiceAccount ", ""),
			more ?? [],
		]);
	return {
		accounts: new Map(accounts),
		...(app && account && { owner: { app, account } }),
	};
}

function readEnv(found: ApplyTimes, { app, env }: Subject): string | undefined {
	const live = found.get(`Secret ${envSecretName(app)}`);
	if (!live) return undefined;
	const { more = [] } = live;
	if (env) requireOwnSecret(app, more[0]);
	return parseEnvHash(app, more);
}
