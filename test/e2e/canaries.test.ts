import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
	type Canary,
	findCanaries,
	formsOf,
	known,
	plant,
} from "./support/canary.js";
import { changed } from "./support/kubeconfig.js";
import {
	type Ended,
	folder,
	freshNamespace,
	imageOf,
	kubectl,
	run,
	slipwayCommand,
	variable,
} from "./support/lab.js";
import {
	filesOfTheEngineWith,
	logsOfTheEngine,
	objectsOf,
	watchCommandLines,
} from "./support/leaks.js";
import { readImage } from "./support/registry.js";
import { receiveTelemetry } from "./support/telemetry.js";

/** How progress is shown. A terminal, which the lab's CLI cannot draw on, shows what the telemetry holds. */
type Mode = "plain" | "logs" | "report" | "dots";

/** What is no secret, and turns up wherever the same search would find one. */
const loud = plant("what is no secret");
const imageName = "canaries";

const dockerfile = `FROM python:3.13-slim
ARG LOUD
RUN --mount=type=secret,id=BUILD_CANARY,required=true \\
    test -s /run/secrets/BUILD_CANARY && \\
    python3 -c 'import sys, time; time.sleep(1); print(sys.argv[1])' "$LOUD" | tee /loud
`;

/** A Pod that sleeps, or one that tells all it knows and fails. */
const pod = (isBroken: boolean) => `apiVersion: v1
kind: Pod
metadata: { name: app }
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: app
      image: ${imageName}
      env: [{ name: LOUD, value: ${loud.word} }]
      envFrom: [{ secretRef: { name: ${imageName}-env } }]
      command: [python3, -c, "import os, time; ${
				isBroken
					? "raise SystemExit(os.environ['LOUD'] + os.environ['WORD'])"
					: "time.sleep(600)"
			}"]
`;

test.each([0, 1, 2, 3])(
	"a secret is found %i bytes into what is encoded",
	(before) => {
		const canary = plant("it");
		const text = `${"x".repeat(before)}${canary.value}`;
		const forms = [
			...[text, JSON.stringify(text), encodeURIComponent(text)],
			Buffer.from(text).toString("base64"),
			Buffer.from(text).toString("base64url"),
		];
		for (const form of forms)
			expect(findCanaries(Buffer.from(form), [canary]), form).toEqual(["it"]);
		const other = Buffer.from(forms.join("").replaceAll(/[a-z]/g, "b"));
		expect(findCanaries(other, [canary])).toEqual([]);
	},
);

test("a secret is in nothing that a function prints, sends, starts, ships or leaves behind", async () => {
	const namespace = await freshNamespace("canary");
	const secrets = {
		build: plant("a build secret"),
		env: plant("an app's own secret"),
		next: plant("an app's next secret"),
	};
	const token = (
		await kubectl("-n", namespace, "create", "token", "default")
	).trim();
	const keys: Canary[] = [];
	const kubeconfig = await changed(({ users }) => {
		for (const { user } of users) {
			user.token = token;
			const pem = Buffer.from(`${user["client-key-data"]}`, "base64");
			keys.push(known("the client key", `${pem.toString().split("\n")[2]}`));
		}
	});
	const canaries = [
		...Object.values(secrets),
		known("the password", variable("LAB_PASSWORD")),
		known("the pull password", variable("LAB_READER_PASSWORD")),
		known("the kubeconfig's token", token),
		...keys,
	];
	Object.assign(process.env, {
		BUILD_CANARY: secrets.build.value,
	});

	const source = await folder({ Dockerfile: dockerfile });
	const [good, broken] = [
		await folder({ "pod.yaml": pod(false) }),
		await folder({ "pod.yaml": pod(true) }),
	];
	const env = join(await folder({}), "app.env");
	const withEnv = async ({ value }: Canary) => {
		await writeFile(env, `WORD='${value.replaceAll("'", "")}'\n`);
		return `--env-file=file://${env}`;
	};
	const reports = await folder({});
	const options = [
		`--build-args=LOUD=${loud.word}`,
		"--build-secrets=env://BUILD_CANARY",
	];
	const app = { namespace, kubeconfig, imageName, source, options };
	const reader = {
		pullUsername: variable("LAB_READER"),
		pullPassword: "env://LAB_READER_PASSWORD",
	};

	/** Where each was found: `deploy, output: a build secret`. */
	const leaks: string[] = [];
	const seen: string[] = [];
	const look = (where: string, texts: (string | Buffer)[]) => {
		const bytes = Buffer.concat(texts.map((text) => Buffer.from(text)));
		for (const name of findCanaries(bytes, [...canaries, loud]))
			(name === loud.name ? seen : leaks).push(
				name === loud.name ? where : `${where}: ${name}`,
			);
	};
	const telemetry = await receiveTelemetry();
	Object.assign(process.env, telemetry.env);
	const call = async (
		mode: Mode,
		more: object,
		verb: string,
		...args: string[]
	): Promise<Ended & { name: string }> => {
		const watch = watchCommandLines();
		const [command = "", ...rest] = slipwayCommand(
			{ ...app, ...more },
			verb,
			...args,
		);
		const loudly = mode === "plain" ? ["-vvv"] : [];
		const all = [`--progress=${mode}`, ...loudly, ...rest];
		// From a folder without a .env.
		const ended = await run(command, all, tmpdir());
		const name = `${verb} (${mode})`;
		look(`${name}, output`, [ended.stdout, ended.stderr]);
		look(`${name}, telemetry`, [telemetry.take()]);
		look(`${name}, processes`, await watch.stop());
		return { ...ended, name };
	};
	const change = async (...args: Parameters<typeof call>) => {
		const ended = await call(...args);
		look(`${ended.name}, cluster`, [await objectsOf(namespace)]);
		return ended;
	};
	const began = new Date();

	const built = await call("plain", {}, "build", "sync");
	expect(built.code, built.stderr).toBe(0);
	const pushed = await call("report", {}, "push", "--rebuild");
	expect(pushed.code, pushed.stdout).toBe(0);
	look("image", await readImage(`${variable("LAB_USERNAME")}/${imageName}`));

	const deploy = { manifests: good };
	const first = await change(
		"plain",
		deploy,
		"deploy",
		await withEnv(secrets.env),
	);
	expect(first.code, first.stderr).toBe(0);
	const again = await change("logs", { ...deploy, ...reader }, "deploy");
	expect(again.code, again.stderr).toBe(0);

	const fails = { manifests: broken, ...reader };
	const next = await withEnv(secrets.next);
	const plan = await call("report", fails, "plan", next);
	expect(plan.code, plan.stderr).toBe(0);
	const failed = await change("plain", fails, "deploy", next);
	expect(failed.stderr).toContain("release 2 runs again");
	const report = await call(
		"logs",
		{},
		"report",
		"export",
		`--path=${reports}`,
	);
	expect(report.code, report.stderr).toBe(0);
	look("report", [
		await readFile(join(reports, "report.json")),
		await readFile(join(reports, "report.md")),
	]);

	for (const [mode, verb] of [
		["dots", "status"],
		["logs", "history"],
	] as const) {
		const { code, stdout } = await call(mode, {}, verb);
		expect(code, stdout).toBe(0);
	}
	const back = await change("report", {}, "rollback", "--to=1");
	expect(back.code, back.stdout).toBe(0);
	const image = `--image=${imageOf(first.stdout)}`;
	const promoted = await change(
		"report",
		reader,
		"promote",
		image,
		`--manifests=${good}`,
	);
	expect(promoted.code, promoted.stderr).toBe(0);
	const doctor = await call("dots", deploy, "doctor");
	expect(doctor.code, doctor.stderr).toBe(0);
	const removed = await change("plain", {}, "remove");
	expect(removed.code, removed.stderr).toBe(0);

	look("engine log", await logsOfTheEngine(began));
	expect(leaks).toEqual([]);
	const places = new Set(seen.map((where) => where.split(", ").at(-1)));
	expect([...places].sort()).toEqual([
		...["cluster", "engine log", "image", "output"],
		...["processes", "report", "telemetry"],
	]);

	// What an app tells of itself is in its log, and what was read of that in the engine's cache, but nowhere else.
	const formsIn = (some: Canary[]) => some.flatMap(({ word }) => formsOf(word));
	const isRead = (file: string) =>
		/\/fs\/tmp\/(transcript|\d+\.\w+)$/.test(file);
	const files = await filesOfTheEngineWith(formsIn([secrets.next]));
	expect(files.filter(isRead)).not.toEqual([]);
	expect(files.filter((file) => !isRead(file))).toEqual([]);
	const untold = canaries.filter((canary) => canary !== secrets.next);
	expect(await filesOfTheEngineWith(formsIn(untold))).toEqual([]);
}, 1_800_000);
