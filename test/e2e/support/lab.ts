import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";
import { $, type ProcessPromise } from "zx";
import { greet } from "../../../ci/benchmark/greeting.ts";

export { greet };

export const root = resolve(import.meta.dirname, "../../..");

/** A variable that `ci/lab/env` sets. */
export function variable(name: string): string {
	const value = process.env[name];
	if (!value)
		throw new Error(
			`${name} is not set: bring the lab up and run eval "$(ci/lab/env)"`,
		);
	return value;
}

/** The container of the lab's engine. */
export const engine = variable("_EXPERIMENTAL_DAGGER_RUNNER_HOST").replace(
	"docker-container://",
	"",
);

process.env.DAGGER_NO_NAG = "1";
process.env.DAGGER_PROGRESS = "logs";
export const shell = $({ cwd: root, quiet: true, nothrow: true });

export type Ended = {
	code: number;
	stdout: string;
	stderr: string;
	seconds: number;
};

/** Runs a command to its end, whatever that is. */
export function run(
	command: string,
	args: string[],
	cwd = root,
): Promise<Ended> {
	return ended(shell({ cwd })`${command} ${args}`);
}

async function ended(process: ProcessPromise): Promise<Ended> {
	const start = performance.now();
	const { exitCode, stdout, stderr } = await process;
	return {
		code: exitCode ?? -1,
		stdout,
		stderr,
		seconds: (performance.now() - start) / 1000,
	};
}

/** An app whose image goes to the lab's registry; with a namespace, one that runs in the lab's cluster. */
export type App = {
	registry?: string;
	imageName?: string;
	platform?: string;
	username?: string;
	password?: string;
	namespace?: string;
	kubeconfig?: string;
	context?: string;
	token?: string;
	cluster?: string;
	name?: string;
	pullUsername?: string;
	pullPassword?: string;
	pullSecret?: string;
	source?: string;
	manifests?: string;
	/** More options of the app. */
	options?: string[];
};

/** `dagger call` of a function for an app. */
export function slipway(
	app: App,
	verb: string,
	...args: string[]
): Promise<Ended> {
	return ended(call(app, verb, ...args));
}

/** The same, while it runs. From a folder without a .env, whose defaults Dagger takes a second to load. */
export function call(app: App, verb: string, ...args: string[]) {
	return shell({ cwd: tmpdir() })`${slipwayCommand(app, verb, ...args)}`;
}

const takesSource = new Set(["build", "serve", "push", "plan", "deploy"]);
const takesManifests = new Set(["render", "plan", "deploy", "doctor"]);

export function slipwayCommand(
	app: App,
	verb: string,
	...args: string[]
): string[] {
	const { namespace, context, token, cluster, name } = app;
	const { platform, pullUsername, pullPassword, pullSecret } = app;
	const source = app.source ?? join(root, "flask-app");
	const folder = app.manifests ?? manifests("k8s");
	const file = app.kubeconfig ?? variable("KUBECONFIG");
	const kubeconfig = file.includes("://") ? file : `file://${file}`;
	return [
		"dagger",
		"call",
		`--mod=${root}`,
		`--registry=${app.registry ?? variable("LAB_REGISTRY")}`,
		`--username=${app.username ?? variable("LAB_USERNAME")}`,
		`--image-name=${app.imageName ?? "flask-app"}`,
		`--password=${app.password ?? "env://LAB_PASSWORD"}`,
		...(namespace !== undefined
			? [`--kubeconfig=${kubeconfig}`, `--namespace=${namespace}`]
			: []),
		...(context ? [`--context=${context}`] : []),
		...(token ? [`--token=${token}`] : []),
		...(cluster ? [`--cluster=${cluster}`] : []),
		...(platform ? [`--platforms=${platform}`] : []),
		...(name ? [`--name=${name}`] : []),
		...(pullUsername ? [`--pull-username=${pullUsername}`] : []),
		...(pullPassword ? [`--pull-password=${pullPassword}`] : []),
		...(pullSecret ? [`--pull-secret=${pullSecret}`] : []),
		...(app.options ?? []),
		verb,
		...(takesSource.has(verb) ? [`--source=${source}`] : []),
		...(takesManifests.has(verb) ? [`--manifests=${folder}`] : []),
		...args,
	];
}

/** kubectl against the lab's cluster; fails the test if it fails. */
export async function kubectl(...args: string[]): Promise<string> {
	const { code, stdout, stderr } = await run("kubectl", args);
	if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
	return stdout;
}

/** What goes when the tests of a file have ended: a hook of each test is not to be had where they run side by side. */
const leftovers: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(leftovers.map((remove) => remove())));

/** A namespace of the test's own. */
export async function freshNamespace(name: string): Promise<string> {
	const namespace = `e2e-${name}-${Date.now().toString(36)}`;
	await kubectl("create", "namespace", namespace);
	leftovers.push(() =>
		kubectl("delete", "namespace", namespace, "--wait=false"),
	);
	return namespace;
}

/** A folder of the test's own with the given files. */
export async function folder(files: Record<string, string>): Promise<string> {
	const path = await mkdtemp(join(tmpdir(), "slipway-"));
	leftovers.push(() => rm(path, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files))
		await writeFile(join(path, name), content);
	return path;
}

/** A copy of the sample app whose greeting is another. */
export async function greeting(text: string): Promise<string> {
	const path = await folder({});
	await cp(join(root, "flask-app"), path, { recursive: true });
	await greet(path, text);
	return path;
}

export const manifests = (name: "k8s" | "k8s-deployment"): string =>
	join(root, "flask-app", name);

/** What the app answers through the cluster: `pods/flask-app:8000` or `services/flask-app:80`. */
export function fetchThrough(
	namespace: string,
	target: string,
	path = "/",
): Promise<string> {
	return kubectl(
		"get",
		"--raw",
		`/api/v1/namespaces/${namespace}/${target}/proxy${path}`,
	);
}

/** The image by digest that a deploy or a status tells of. */
export const imageOf = (text: string) =>
	/image {4}(\S+@sha256:[0-9a-f]{64})/.exec(text)?.[1];
