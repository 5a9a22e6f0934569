import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	type Ended,
	folder,
	freshNamespace,
	kubectl,
	slipway,
} from "./support/lab.js";
import { objectsOf } from "./support/leaks.js";

/** A Deployment of the app's image whose container runs some Python, with the app's own secrets. */
const deployment = (python: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { web: web } }
  template:
    metadata: { labels: { web: web } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: app
          image: flask-app
          command: [python3, -c, '${python}']
          envFrom: [{ secretRef: { name: flask-app-env } }]
`;
const sleeping = deployment("import time; time.sleep(600)");

const canary = () => `canary-${randomUUID()}`;

async function begin(name: string) {
	const namespace = await freshNamespace(name);
	const files = await folder({ "web.yaml": sleeping });
	const app = { namespace, manifests: files };
	const env = join(await folder({}), "app.env");
	const seen: string[] = [];
	const ran = (ended: Ended) => {
		seen.push(ended.stdout, ended.stderr);
		return ended;
	};
	return {
		namespace,
		app,
		seen,
		write: (lines: string) => writeFile(env, lines),
		writeManifest: (text: string) => writeFile(join(files, "web.yaml"), text),
		call: async (verb: string, ...args: string[]) =>
			ran(await slipway(app, verb, ...args)),
		withFile: async (verb: string, ...args: string[]) =>
			ran(await slipway(app, verb, `--env-file=file://${env}`, ...args)),
		variable: (name: string) =>
			kubectl(
				`--namespace=${namespace}`,
				...["exec", "deployment/web", "--", "printenv", name],
			),
		pods: () =>
			kubectl(
				`--namespace=${namespace}`,
				...["get", "pods", "--output=jsonpath={.items[*].metadata.uid}"],
			),
	};
}

const formsOf = (values: string[]) =>
	values.flatMap((value) => [value, Buffer.from(value).toString("base64")]);
const findIn = (forms: string[], texts: string[]) =>
	forms.filter((form) => texts.some((text) => text.includes(form)));

test.concurrent("the app's own secrets reach it, roll it when they change, and go with it", async () => {
	const { namespace, seen, write, call, withFile, variable, pods } =
		await begin("env");
	const [one, two, gone, several] = [canary(), canary(), canary(), canary()];

	await write(
		`# secrets\nexport WORD="${one}"\nGONE='${gone}' # once\nLINES="${several}\nb"\n`,
	);
	const first = await withFile("plan");
	expect(first.code, first.stderr).toBe(0);
	expect(first.stdout).toContain("would create Secret flask-app-env");
	expect(first.stdout).toMatch(/^\+ {2}WORD: '\*\*\*'$/m);

	const deployed = await withFile("deploy");
	expect(deployed.code, deployed.stderr).toBe(0);
	expect(deployed.stdout).toMatch(/Secret flask-app-env +created/);
	expect(await variable("WORD")).toBe(`${one}\n`);
	expect(await variable("LINES")).toBe(`${several}\nb\n`);
	const before = await pods();

	expect((await withFile("deploy")).stdout).toMatch(/^✓ nothing to do/);
	expect((await call("deploy")).stdout).toMatch(/^✓ nothing to do/);
	expect(await pods()).toBe(before);

	await write(`WORD=${two}\nNEW=${two}\nLINES="${several}\\nb"\n`);
	const { stdout } = await withFile("plan");
	expect(stdout).toContain("would change Secret flask-app-env");
	expect(stdout).toMatch(/^- {2}GONE: /m);
	expect(stdout).toMatch(/^\+ {2}NEW: /m);
	expect(stdout).toMatch(/^- {2}WORD: '\*\*\* \(before\)'$/m);
	expect(stdout).toMatch(/^\+ {2}WORD: '\*\*\* \(after\)'$/m);
	expect(stdout).not.toMatch(/^[-+] {2}LINES: /m);
	expect(stdout).toContain("would change Deployment web");

	const changed = await withFile("deploy");
	expect(changed.code, changed.stderr).toBe(0);
	expect(changed.stdout).toMatch(/Secret flask-app-env +configured/);
	expect(await variable("WORD")).toBe(`${two}\n`);

	const back = await call("rollback", "--to=1");
	expect(back.code, back.stderr).toBe(0);
	expect(back.stdout).toContain(
		"the app's own secrets are not on record and stay as they are",
	);
	expect(await variable("WORD")).toBe(`${two}\n`);
	const told = [...seen, await objectsOf(namespace)];
	expect(findIn(formsOf([one, two, gone, several]), told)).toEqual([]);

	expect((await call("remove")).code).toBe(0);
	const secrets = ["get", "secrets", "--output=name"];
	expect(await kubectl(`--namespace=${namespace}`, ...secrets)).not.toContain(
		"flask-app",
	);
});

test.concurrent("an app that tells its own secrets and fails shows none in its evidence", async () => {
	const { namespace, seen, write, writeManifest, withFile } =
		await begin("env-told");
	const [word, password] = [canary(), canary().slice(-6)];
	await write(`WORD=${word}\nDB_PASSWORD=${password}\nPORT=8000\n`);
	await writeManifest(
		deployment(
			'import os, sys; sys.exit("no luck on 8000: {WORD} {DB_PASSWORD}".format(**os.environ))',
		),
	);
	const { code, stderr } = await withFile("deploy", "--on-failure=KEEP");
	expect(code).not.toBe(0);
	expect(stderr).toContain("no luck on 8000: *** ***");
	expect(await objectsOf(namespace)).toContain("no luck on 8000: *** ***");
	expect(findIn([word, password], seen)).toEqual([]);
});

test.concurrent("what cannot be an env file is refused before anything is done", async () => {
	const { namespace, seen, write, withFile } = await begin("env-bad");
	const word = canary();
	await write(`A=b\n${word}\n`);
	const bad = await withFile("deploy");
	expect(bad.code).not.toBe(0);
	expect(bad.stderr).toContain(
		"--env-file cannot be read: line 2 is not NAME=value",
	);
	await write("WORD=b\n");
	await kubectl(
		`--namespace=${namespace}`,
		...["create", "secret", "generic", "flask-app-env"],
	);
	const taken = await withFile("deploy");
	expect(taken.stderr).toContain(
		"Secret flask-app-env is there already, and no deploy of this app made it",
	);
	expect(findIn([word], seen)).toEqual([]);
});
