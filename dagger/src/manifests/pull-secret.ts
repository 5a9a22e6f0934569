import type { PodSpec, ServiceAccount } from "kubernetes-types/core/v1.js";
import { Failure } from "../failures/failure.js";
import { type Credentials, formatDockerConfig } from "../image/account.js";
import { appLabel } from "../input/app-name.js";
import { findPodTemplate } from "../kubernetes/kinds.js";
import { findLiveObject, type KubeObject, ref } from "../kubernetes/object.js";
import { usesImage } from "./image.js";

export const pullSecretType = "kubernetes.io/dockerconfigjson";
const accountKey = "slipway/account";

export type PullSecret = KubeObject & {
	type: string;
	data: Record<string, string>;
};

/** Whose login a pull secret in the cluster holds. */
export type Owner = { app: string; account: string };

/** The pull secret of an app. One that other apps made for the same account serves this one too, and stays theirs. */
export function makePullSecret(
	name: string,
	app: string,
	credentials: Credentials,
	owner?: Owner,
): PullSecret {
	const account = formatAccount(credentials);
	const isOthers = owner !== undefined && owner.app !== app;
	return {
		...ref("Secret", name),
		metadata: {
			name,
			labels: { [appLabel]: isOthers ? owner.app : app },
			annotations: { [accountKey]: account },
		},
		type: pullSecretType,
		data: {
			".dockerconfigjson": base64(
				formatDockerConfig(credentials, credentials.registry),
			),
		},
	};
}

export function formatAccount({
	registry,
	username,
}: Pick<Credentials, "registry" | "username">): string {
	return `${registry}/${username}`;
}

/** Whether a pull secret is another app's, and of no use for this one. */
export function isForeign(
	owner: Owner,
	app: string,
	account: string | undefined,
): boolean {
	return !!account && owner.app !== app && owner.account !== account;
}

/** Refuses to write over the login of another app. */
export function requireOwn(
	name: string | undefined,
	app: string,
	account: string | undefined,
	owner: Owner | undefined,
): void {
	if (!owner || !isForeign(owner, app, account)) return;
	throw new Failure(
		`Secret ${name} holds the login of ${owner.app} (${owner.account}), and this app pulls as ${account}: nothing was changed; give it a pull secret of its own with --pull-secret, such as ${app}-pull`,
	);
}

/** A go-template that prints whose login a Secret holds, and which pull secrets a service account has. */
export const pullTemplate = [
	`{{if eq .kind "Secret"}}`,
	`{{with .metadata.labels}}{{with index . "${appLabel}"}}{{.}}{{end}}{{end}} `,
	`{{with .metadata.annotations}}{{with index . "${accountKey}"}}{{.}}{{end}}{{end}}`,
	`{{end}}`,
	`{{if eq .kind "ServiceAccount"}}{{range .imagePullSecrets}}{{.name}} {{end}}{{end}}`,
].join("");

function base64(text: string): string {
	return Buffer.from(text).toString("base64");
}

/** The pull secrets that the service accounts of a namespace give to Pods that name none. */
export type AccountSecrets = Map<string, string[]>;

/**
 * The same objects; those that run the app's image pull it with the given secret, if there is one, beside what else they
 * would have had.
 */
export function addPullSecrets(
	objects: KubeObject[],
	name: string | undefined,
	live: AccountSecrets,
): KubeObject[] {
	if (name === undefined) return objects;
	const accounts = new Map([...live, ...listAccounts(objects)]);
	return objects.map((object) => {
		const copy = structuredClone(object);
		const spec = usesImage(copy) ? findPodTemplate(copy)?.spec : undefined;
		if (!spec) return object;
		const own = listOwnSecrets(object);
		// Once a Pod names a secret, it gets none of its account's: plugin/pkg/admission/serviceaccount.
		const others = own.length > 0 ? own : accounts.get(accountOf(spec));
		const names = new Set([name, ...(others ?? [])]);
		spec.imagePullSecrets = [...names].map((name) => ({ name }));
		return copy;
	});
}

/** The same objects; what names pull secrets names those of its other version, too. */
export function addPullSecretsOf(
	objects: KubeObject[],
	others: KubeObject[],
): KubeObject[] {
	return objects.map((object) => {
		const other = findLiveObject(object, others);
		const copy = structuredClone(object);
		const spec = findPodTemplate(copy)?.spec;
		const own = listOwnSecrets(object);
		// One that names none has those of its service account, as long as it names none.
		if (!spec || !other || own.length === 0) return object;
		const names = new Set([...own, ...listOwnSecrets(other)]);
		spec.imagePullSecrets = [...names].map((name) => ({ name }));
		return copy;
	});
}

/** The pull secrets that objects name. */
export function listPullSecrets(objects: KubeObject[]): KubeObject[] {
	const names = [
		...objects.flatMap(listOwnSecrets),
		...listAccounts(objects).flatMap(([, names]) => names),
	];
	return [...new Set(names)].map((name) => ref("Secret", name));
}

function listOwnSecrets(object: KubeObject): string[] {
	const { imagePullSecrets = [] } = findPodTemplate(object)?.spec ?? {};
	return imagePullSecrets.flatMap(({ name }) => name ?? []);
}

function listAccounts(objects: KubeObject[]): [string, string[]][] {
	return objects
		.filter(({ kind }) => kind === "ServiceAccount")
		.map((object) => [
			object.metadata.name,
			((object as ServiceAccount).imagePullSecrets ?? []).flatMap(
				({ name }) => name ?? [],
			),
		]);
}

/** The service accounts that the Pods of the app's image run as. */
export function listAccountNames(objects: KubeObject[]): string[] {
	const names = objects
		.filter(usesImage)
		.map((object) => accountOf(findPodTemplate(object)?.spec));
	return [...new Set(names)];
}

/** The field has a deprecated name, too: pkg/apis/core/v1/conversion.go. */
function accountOf(spec: Partial<PodSpec> = {}): string {
	return spec.serviceAccountName || spec.serviceAccount || "default";
}
