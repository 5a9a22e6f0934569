import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listMarkdownCommands } from "../unit/docs/commands.js";
import { files, read } from "../unit/docs/repository.js";
import { answerOf, interrupt } from "./support/answer.js";
import {
	folder,
	freshNamespace,
	root,
	shell,
	variable,
} from "./support/lab.js";

/** What cannot be run here, and why. */
const skipped: [command: RegExp, reason: string][] = [
	[/^dagger -m gitlab\.com\//, "the module has no address here"],
	[/^dagger call$/, "names the program"],
	[/^dagger call build terminal$/, "asks for a terminal"],
	[/ [A-Z]+ --help$/, "stands for any function"],
];

/** What stands for a value that only a run knows. */
const filled: [placeholder: RegExp, value: () => string][] = [
	[/(?<=--to=)11$/, () => "1"],
	[/(?<=--image=)…/, () => pushed],
	[/(?<=--manifests=)…/, () => "flask-app/k8s"],
];

const pages = files
	.filter((path) => /^(?:README|docs\/[\w-]+)\.md$/.test(path))
	.sort(
		(one, other) => Number(other === "README.md") - Number(one === "README.md"),
	);
const written = pages
	.flatMap((path) => listMarkdownCommands(path, read(path)))
	.map(({ text }) => text.replaceAll(/\\\n\s*/g, ""));
const unique = [...new Set(written)];
const findReason = (text: string) =>
	skipped.find(([form]) => form.test(text))?.[1];
/** What needs two releases, and what takes the app away. */
const last = [/ rollback$/, / remove$/];
const place = (text: string) => last.findIndex((form) => form.test(text));
/** In the order in which they are read, each once. */
const commands = unique
	.filter((text) => !findReason(text))
	.sort((one, other) => place(one) - place(other));

let clone: string;
let pushed: string;
const env: NodeJS.ProcessEnv = { ...process.env, USER: "alice" };

beforeAll(async () => {
	clone = join(await folder({}), "clone");
	await shell`git clone --quiet ${root} ${clone}`;
	env.KUBE_NAMESPACE = await freshNamespace("docs");
});

// What export-image has left in the local Docker.
afterAll(() => shell`docker image rm flask-app`);

test.each(commands)("$ %s", async (text) => {
	const line = filled.reduce(
		(one, [placeholder, value]) => one.replace(placeholder, value()),
		text,
	);
	const call = shell({ cwd: clone, env })`bash -c ${line}`;
	const [serving, port = 8000] = / up(?: --ports (\d+):\d+)?$/.exec(line) ?? [];
	if (serving) {
		// It runs until it is stopped.
		const answer = await answerOf(`http://127.0.0.1:${port}/`, 180);
		expect(answer).toContain("Hello from Slipway!");
		await interrupt(call);
		return;
	}
	const { exitCode, stdout, stderr } = await call;
	expect(exitCode, stderr).toBe(0);
	expect(stdout + stderr).not.toContain(variable("LAB_PASSWORD"));
	if (/ push /.test(line)) pushed = stdout.trim();
});

test.skip.each(
	unique
		.map((text) => [text, findReason(text)])
		.filter(([, reason]) => reason !== undefined),
)("$ %s: %s", () => {});

test("there is nothing to skip or to fill in but what is written", () => {
	for (const [form] of [...skipped, ...filled])
		expect(
			written.some((text) => form.test(text)),
			`${form}`,
		).toBe(true);
	expect(commands.length).toBeGreaterThan(10);
});
