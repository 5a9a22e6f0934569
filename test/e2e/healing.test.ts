import { readdirSync, readFileSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { call, kubectl, shell, slipway, variable } from "./support/lab.js";
import { test } from "./support/namespaced.js";
import { copyImage } from "./support/registry.js";
import { sample } from "./support/sample.js";

/** Manifests that look broken at first, and heal by themselves: none of them may be told as failed, or rolled back. */
const folderOfTwins = join(import.meta.dirname, "healing");

type Twin = {
	name: string;
	manifest: string;
	/** The Service that gets a certificate, as a Secret of its name and as ${CERTIFICATE}. */
	certificate?: string;
	/** What kubectl does before the deploy, so many seconds after the apply or a webhook's first silence, and in the end. */
	given: string[];
	later: { seconds: number; call: string }[];
	finally: string[];
};

const twins = sample(
	readdirSync(folderOfTwins).filter((file) => file.endsWith(".yaml")),
	8,
).map((file): Twin => {
	const manifest = readFileSync(join(folderOfTwins, file), "utf8");
	const notes = (key: string) =>
		[...manifest.matchAll(new RegExp(`^# ${key}: (.*)$`, "gm"))].map(
			([, text = ""]) => text,
		);
	return {
		name: file.replace(".yaml", ""),
		manifest,
		certificate: notes("certificate")[0],
		given: notes("given"),
		later: notes("later").map((note) => {
			const [, seconds, call = ""] = /^(\d+) (.*)$/.exec(note) ?? [];
			return { seconds: Number(seconds), call };
		}),
		finally: notes("finally"),
	};
});

/** How HTTP carries the lab's login. */
const login = Buffer.from(
	`${variable("LAB_USERNAME")}:${variable("LAB_PASSWORD")}`,
).toString("base64");

const measured: string[] = [];

beforeAll(async () => {
	// Built and pushed once, so that no twin waits for it.
	const { code, stderr } = await slipway({}, "push");
	if (code !== 0) throw new Error(stderr);
});

afterAll(() => console.log(measured.sort().join("\n")));

test.concurrent.for(twins.map((twin) => [twin.name, twin] as const))(
	"%s",
	async ([name, twin], { namespace, folder, expect }) => {
		const values: NodeJS.ProcessEnv = {
			...process.env,
			NAMESPACE: namespace,
			LOGIN: login,
			CERTIFICATE: await certificate(twin.certificate, namespace, folder),
		};
		const fill = (text: string) =>
			text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
		const run = async (call: string) => {
			if (call === "push")
				await copyImage("alice/flask-app", `alice/${namespace}`, "latest", "1");
			else
				await kubectl(`--namespace=${namespace}`, ...split(fill(call), folder));
		};
		const manifests = join(folder, "manifests");
		await cp(folderOfTwins, folder, { recursive: true });
		for (const file of readdirSync(join(folder, "later"))) {
			const path = join(folder, "later", file);
			await writeFile(path, fill(await readFile(path, "utf8")));
		}
		await shell`mkdir ${manifests}`;
		await writeFile(join(manifests, "twin.yaml"), fill(twin.manifest));
		for (const call of twin.given) await run(call);

		const deploy = call({ namespace, manifests }, "deploy");
		const actions: Promise<void>[] = [];
		createInterface({ input: deploy.stderr }).on("line", (line) => {
			const begins = /deployment initiated\.$|webhook .* trying again/;
			if (begins.test(line) && actions.length === 0)
				for (const { seconds, call } of twin.later)
					actions.push(pause(seconds * 1000).then(() => run(call)));
		});
		const { exitCode, stdout, stderr } = await deploy;
		await Promise.all(actions);
		const state = exitCode === 0 ? "" : await stateOf(namespace);
		for (const call of twin.finally) await run(call);

		expect(exitCode, `${stderr}\n${state}`).toBe(0);
		expect(stdout).toMatch(/^✓ deployed/m);
		expect(actions).toHaveLength(twin.later.length);
		const [, seconds] = /rollout ([\d.]+)/.exec(stdout) ?? [];
		measured.push(`${name.padEnd(40)}${seconds} s`);
	},
);

/** Makes a certificate of its own for a Service of the cluster. */
async function certificate(
	service: string | undefined,
	namespace: string,
	folder: string,
): Promise<string> {
	if (!service) return "";
	const [key, cert] = [join(folder, "tls.key"), join(folder, "tls.crt")];
	const name = `DNS:${service}.${namespace}.svc`;
	const { exitCode, stderr } =
		await shell`openssl req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${cert} -days 2 -subj /CN=${service} -addext ${`subjectAltName=${name}`}`;
	if (exitCode !== 0) throw new Error(stderr);
	const files = [`--cert=${cert}`, `--key=${key}`];
	const here = `--namespace=${namespace}`;
	await kubectl(here, "create", "secret", "tls", service, ...files);
	return readFile(cert, "base64");
}

/** What there is in a namespace, for whoever reads why a twin failed. */
function stateOf(namespace: string): Promise<string> {
	const kinds = "pods,endpointslices,events,apiservices";
	return kubectl(`--namespace=${namespace}`, "get", kinds, "--output=wide");
}

/** The words of a call; JSON in it has no spaces. */
function split(call: string, folder: string): string[] {
	return call.replaceAll("{folder}", folder).split(" ");
}
