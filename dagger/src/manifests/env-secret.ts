import { createHmac } from "node:crypto";
import { Failure } from "../failures/failure.js";
import { appLabel } from "../input/app-name.js";
import type { Variables } from "../input/dotenv.js";
import { type KubeObject, ref } from "../kubernetes/object.js";

/** The label of the Secret that --env-file made: a keyed hash of its content. */
export const envLabel = "slipway/env";

export type EnvSecret = KubeObject & { data: Record<string, string> };

/** Which content the app's own secrets have: their Secret, and the keyed hash of it. */
export type Env = { name: string; hash: string };

export function envSecretName(app: string): string {
	return `${app}-env`;
}

/** The Secret of the app's own secrets, for envFrom in its manifests. */
export function makeEnvSecret(
	app: string,
	variables: Variables,
	hash: string,
): EnvSecret {
	const name = envSecretName(app);
	const entries = [...variables].map(([name, value]): [string, string] => [
		name,
		Buffer.from(value).toString("base64"),
	]);
	return {
		...ref("Secret", name),
		metadata: { name, labels: { [appLabel]: app, [envLabel]: hash } },
		data: Object.fromEntries(entries),
	};
}

/** The same for the same variables in whatever order. Without the key, which is as secret as they, none can be guessed by it. */
export function hashVariables(variables: Variables, key: string): string {
	const sorted = [...variables].sort(([one], [other]) =>
		one < other ? -1 : 1,
	);
	const hmac = createHmac("sha256", key).update(JSON.stringify(sorted));
	// A label has at most 63 characters.
	return hmac.digest("hex").slice(0, 32);
}

/**
 * The hash as the Secret is to bear it, which has another now. It counts the changes: what once ran with the same content
 * may have read other content in between, and is rolled all the same.
 */
export function countChange(hash: string, live = ""): string {
	const [content, count = "0"] = live.split(".");
	if (live === "") return hash;
	return content === hash ? live : `${hash}.${Number(count) + 1}`;
}

/** Whether two hashes are of the same content. */
export function isSameContent(one: string, other = ""): boolean {
	return one.split(".")[0] === other.split(".")[0];
}

/** Refuses a name that the manifests or the pull secret have already. */
export function requireFreeName(
	app: string,
	secretName: string | undefined,
	objects: KubeObject[],
): void {
	const name = envSecretName(app);
	if (holdsSecret(objects, name))
		throw new Failure(
			`the manifests hold a Secret of the name ${name}, which --env-file makes: nothing was changed`,
			{ next: "take it out of the manifests, or leave --env-file out" },
		);
	if (secretName === name)
		throw new Failure(
			`--pull-secret=${name} is the name of the Secret that --env-file makes: nothing was changed`,
			{ next: `name the pull secret otherwise, such as ${app}-pull` },
		);
}

export function holdsSecret(objects: KubeObject[], name: string): boolean {
	return objects.some(
		({ kind, metadata }) => kind === "Secret" && metadata.name === name,
	);
}

/** Refuses to write over a Secret that is not the app's. */
export function requireOwnSecret(app: string, owner: string | undefined): void {
	if (owner === app) return;
	const name = envSecretName(app);
	throw new Failure(
		`Secret ${name} is there already, and ${owner ? `belongs to ${owner}` : "no deploy of this app made it"}: nothing was changed`,
		{
			next: owner
				? "give the app another name with --name"
				: `put what it holds into --env-file, and delete it with kubectl delete secret ${name}: what runs keeps its variables`,
		},
	);
}

const mark = "env=";

/** A go-template that prints the keyed hash of a Secret that --env-file made. */
export const envTemplate = `{{if eq .kind "Secret"}}{{with .metadata.labels}}{{with index . "${envLabel}"}} ${mark}{{.}}{{end}}{{end}}{{end}}`;

/** The same, read from the words that such templates print of a Secret: the first is the app that it belongs to. */
export function parseEnvHash(app: string, words: string[]): string | undefined {
	const hash = words.find((word) => word.startsWith(mark));
	return words[0] === app ? hash?.slice(mark.length) : undefined;
}
